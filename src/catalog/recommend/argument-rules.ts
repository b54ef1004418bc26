import type { JsonObject, JsonValue } from '../../protocol/index.ts';
import { readSchema, type SchemaFacts } from '../classify/read-schema.ts';

/** What a recommended policy demands of one argument. */
export type ArgumentRule =
  | { readonly kind: 'public_hosts'; readonly parameter: ToolParameter; readonly bare: boolean }
  | { readonly kind: 'no_secret_files'; readonly parameter: ToolParameter }
  | { readonly kind: 'amount'; readonly parameter: ToolParameter; readonly perCall: number; readonly perDay: number }
  | { readonly kind: 'closed'; readonly known: readonly string[] };

/** An argument, as the tool's schema has it. */
export interface ToolParameter {
  readonly name: string;
  /** A path of the policy language; of a list, all its elements. */
  readonly path: string;
  readonly list: boolean;
  readonly required: boolean;
}

const set = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));
const urlWords = set('url urls uri uris endpoint webhook callback');
const hostWords = set('host hostname hosts');
const pathWords = set('path paths filepath filename file files directory dir folder');
/** The first of these that a tool has is what it moves. */
const amountWords = ['amount', 'amounts', 'lamports', 'value', 'price', 'budget', 'quantity', 'qty'];
/** Caps to be changed to the reader's unit: a policy cannot know whether 100 is cents or coins. */
const amountCaps = { perCall: 100, perDay: 500 };
/** Names that a policy can have as keys and in its sentences. */
const speakable = /^(?!__proto__$)[\p{L}\p{N} ._$@/:-]{1,100}$/u;
/** More rules than this are not read by anybody. */
const mostRules = 6;

/**
 * Where keys and credentials lie, on any system. A pattern on a path is coarse: it refuses what is called so, and sees
 * no links.
 */
export const secretFiles =
  '(?i)(^|[/\\\\])(\\.ssh|\\.aws|\\.azure|\\.gnupg|\\.kube|\\.docker|\\.netrc|\\.npmrc|\\.pypirc|\\.git-credentials|\\.env(\\.[^/\\\\]*)?|id_(rsa|dsa|ecdsa|ed25519))($|[/\\\\])';

/** What can be demanded of a tool's arguments, from their names and types alone. */
export interface ArgumentFacts {
  readonly hosts: readonly ArgumentRule[];
  readonly files: readonly ArgumentRule[];
  readonly amount: readonly ArgumentRule[];
  readonly closed: readonly ArgumentRule[];
}

/** Reads them from an input schema; nothing where it is none. */
export function argumentFacts(inputSchema: unknown): ArgumentFacts {
  const schema = readSchema(inputSchema);
  const required = requiredIn(inputSchema);
  const parameters = [...schema.parameters].map(([name, type]) => ({
    name,
    type,
    words: schema.namesOf(name),
    is: parameterOf(name, type, required),
  }));
  const texts = parameters.filter(
    ({ name, type }) => speakable.test(name) && (type === 'string' || type === 'array' || type === 'any'),
  );
  const has = ({ words }: (typeof texts)[number], wanted: ReadonlySet<string>): boolean =>
    words.some((word) => wanted.has(word));
  // Each argument is held to one rule: the first that its name calls for.
  const urls = texts.filter((one) => has(one, urlWords));
  const hosts = texts.filter((one) => has(one, hostWords) && !urls.includes(one));
  const files = texts.filter((one) => has(one, pathWords) && !urls.includes(one) && !hosts.includes(one));
  const money = amountWords.flatMap((word) =>
    parameters.filter(
      ({ name, type, words, is }) =>
        speakable.test(name) && (type === 'number' || type === 'integer') && is.required && words.includes(word),
    ),
  );
  return {
    hosts: [
      ...urls.map(({ is }): ArgumentRule => ({ kind: 'public_hosts', parameter: is, bare: false })),
      ...hosts.map(({ is }): ArgumentRule => ({ kind: 'public_hosts', parameter: is, bare: true })),
    ].slice(0, mostRules),
    files: files.map(({ is }): ArgumentRule => ({ kind: 'no_secret_files', parameter: is })).slice(0, mostRules),
    amount: money.slice(0, 1).map(({ is }): ArgumentRule => ({ kind: 'amount', parameter: is, ...amountCaps })),
    closed: isClosable(inputSchema, schema) ? [{ kind: 'closed', known: [...schema.parameters.keys()] }] : [],
  };
}

function parameterOf(name: string, type: string, required: ReadonlySet<string>): ToolParameter {
  const list = type === 'array';
  const dotted = /^[A-Za-z_][A-Za-z0-9_-]*$/.test(name) ? `args.${name}` : `args[${JSON.stringify(name)}]`;
  return { name, path: list ? `${dotted}[*]` : dotted, list, required: required.has(name) };
}

function requiredIn(schema: unknown): ReadonlySet<string> {
  const required = memberOf(schema, 'required');
  return new Set(Array.isArray(required) ? required.filter((name) => typeof name === 'string') : []);
}

/** Where the definition itself takes further arguments, closing the list would refuse honest calls. */
function isClosable(inputSchema: unknown, { count, parameters }: SchemaFacts): boolean {
  const open = ['patternProperties', 'anyOf', 'oneOf', 'allOf', '$ref', 'if'];
  if (typeof inputSchema !== 'object' || inputSchema === null) return false;
  if (open.some((key) => memberOf(inputSchema, key) !== undefined)) return false;
  const additional = memberOf(inputSchema, 'additionalProperties');
  const isOpen = additional === true || (typeof additional === 'object' && additional !== null);
  return !isOpen && count > 0 && count < 100 && [...parameters.keys()].every((name) => speakable.test(name));
}

function memberOf(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? new Map(Object.entries(value)).get(key) : undefined;
}

/** A rule as the members of a tool's entry that say it. */
export function ruleJson(rule: ArgumentRule): {
  readonly require?: JsonObject;
  readonly denyIf?: JsonObject;
  readonly limit?: JsonObject;
  readonly arguments?: JsonObject;
} {
  switch (rule.kind) {
    case 'public_hosts': {
      const { parameter } = rule;
      const condition: JsonObject = { path: parameter.path, op: 'public_host' };
      return {
        require: {
          conditions: [parameter.required ? condition : orAbsent(parameter, condition)],
          on_deny: `${parameter.name} must be a public address.`,
        },
      };
    }
    case 'no_secret_files':
      return {
        denyIf: {
          conditions: [{ path: rule.parameter.path, op: 'regex', value: secretFiles }],
          on_deny: `${rule.parameter.name} names a place of keys or credentials.`,
        },
      };
    case 'amount': {
      const { parameter, perCall, perDay } = rule;
      return {
        require: {
          conditions: [{ path: parameter.path, op: 'lte', value: perCall }],
          on_deny: `${parameter.name} may be ${perCall} at most.`,
        },
        limit: {
          counter: `${parameter.name}_per_day`.replace(/[^\x21-\x7e]/g, '_').slice(0, 128),
          window: 'day',
          max: perDay,
          scope: 'grant',
          cost: { path: parameter.path, min: 1 },
          durable: true,
        },
      };
    }
    case 'closed':
      return {
        arguments: {
          type: 'object',
          properties: Object.fromEntries(rule.known.map((name): [string, JsonValue] => [name, true])),
          additionalProperties: false,
        },
      };
  }
}

/** An argument may stay away; null and an empty list are no way around the rule. */
function orAbsent({ path }: ToolParameter, condition: JsonObject): JsonObject {
  return { any: [{ path: path.replace(/\[\*\]$/, ''), op: 'exists', value: false }, condition] };
}
