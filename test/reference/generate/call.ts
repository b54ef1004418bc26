import type { Call, CallContext, Category, Severity, ToolFacts } from '../../../src/policy/index.ts';
import type { JsonObject, JsonValue } from '../../../src/protocol/index.ts';
import type { Purpose } from '../judge/condition.ts';
import type { Condition, Leaf, PolicyDocument } from '../judge/document.ts';
import { globMatches } from '../judge/glob.ts';
import { operate } from '../judge/operator.ts';
import { isList, isObject } from '../judge/path.ts';
import * as domain from './domain.ts';
import type { Random } from './random.ts';

/** One call of a case, as plain JSON: it can be printed, shrunk and read back. */
export interface Step {
  readonly call: Call;
  readonly who: {
    readonly grant: string;
    readonly tags: { readonly [key: string]: string };
    readonly user?: { readonly id: string; readonly email?: string; readonly groups: readonly string[] };
    readonly session?: string;
    readonly server: string;
  };
  /** ms since the epoch; never before the step before it. */
  readonly now: number;
  /** How many further steps begin before this call is over. */
  readonly inFlight: number;
}

export function contextOf({ who, now }: Step): CallContext {
  return {
    grant: { id: `id-${who.grant}`, label: who.grant, tags: new Map(Object.entries(who.tags)) },
    ...(who.user && { user: who.user }),
    ...(who.session !== undefined && { session: who.session }),
    server: who.server,
    organization: 'default',
    now,
  };
}

export function anyStep(random: Random, document: PolicyDocument, now: number): Step {
  const user = random.chance(0.6) ? anyUser(random) : undefined;
  const grant = random.pick(['alice', 'alice', 'bot']);
  // A session belongs to one grant.
  const sessions = grant === 'alice' ? ['a', 'alpha'] : ['mon', 'ops'];
  return {
    call: anyCall(random, document),
    who: {
      grant,
      tags: random.chance(0.7) ? { team: random.pick(['ops', 'alpha']) } : {},
      ...(user && { user }),
      ...(random.chance(0.7) && { session: random.pick(sessions) }),
      server: random.pick(['alpha', 'alpha', 'netdiag']),
    },
    now,
    inFlight: random.int(3),
  };
}

function anyUser(random: Random): NonNullable<Step['who']['user']> {
  const groups = random.several(0, 2, () => random.pick(['ops', 'alpha', 'mon']));
  return {
    id: random.pick(['u1', 'alice']),
    groups,
    ...(random.chance(0.7) && { email: random.pick(['alice', 'a']) }),
  };
}

function anyCall(random: Random, document: PolicyDocument): Call {
  if (document.resources && random.chance(0.25)) return { kind: 'resource', uri: random.pick(domain.uris) };
  if (document.prompts && random.chance(0.25)) return { kind: 'prompt', name: random.pick(domain.promptNames) };
  const name = toolName(random, document);
  return { kind: 'tool', name, arguments: argumentsFor(random, document, name), facts: anyFacts(random) };
}

/** A call mostly names a tool that an entry names. */
function toolName(random: Random, document: PolicyDocument): string {
  const named = domain.toolNames.filter((name) => Object.keys(document.tools ?? {}).some((p) => globMatches(p, name)));
  if (named.length > 0 && random.chance(0.9)) return random.pick(named);
  return random.pick(domain.toolNames);
}

function anyFacts(random: Random): ToolFacts {
  const said = (): JsonValue => (random.chance(0.8) ? random.chance(0.5) : random.pick([null, 'true', 1, []]));
  const hint = (key: string): JsonObject => (random.chance(0.5) ? { [key]: said() } : {});
  return {
    category: random.pick<Category>(['read', 'write', 'destructive']),
    severity: random.pick<Severity>(['low', 'high', 'critical']),
    annotations: { ...hint('readOnlyHint'), ...hint('destructiveHint') },
  };
}

const valuesOf = (kind: domain.Kind) => (random: Random) => random.pick(domain.values[kind]);
const listOf = (kind: domain.Kind) => (random: Random) => random.several(0, 2, () => spoil(random, kind, 0.1));

const argument: ReadonlyMap<string, (random: Random) => JsonValue> = new Map([
  ['n', valuesOf('number')],
  ['s', valuesOf('string')],
  ['flag', valuesOf('boolean')],
  ['path', valuesOf('file')],
  ['paths', listOf('file')],
  ['url', valuesOf('url')],
  ['ip', valuesOf('ip')],
  ['ips', listOf('ip')],
  ['when', valuesOf('time')],
  ['tags', (random) => random.pick([...domain.values.list, ['ops'], ['alpha', 'a']])],
  ['items', (random) => random.several(0, 2, () => anyItem(random))],
  ['o', valuesOf('object')],
  ['key.with.dots', valuesOf('string')],
  ['amount', (random) => random.pick([0, 0, 0, 0.5, 1, 2.25, 3, 1e-7, -1, '1', null])],
]);

const kindOf: ReadonlyMap<string, domain.Kind> = new Map([
  ['path', 'file'],
  ['url', 'url'],
  ['ip', 'ip'],
  ['when', 'time'],
  ['s', 'string'],
]);

function anyItem(random: Random): JsonValue {
  if (random.chance(0.05)) return random.pick([null, 'alpha', 5]);
  const item: { [key: string]: JsonValue } = {};
  if (random.chance(0.9)) item.url = spoil(random, 'url', 0.1);
  if (random.chance(0.9)) item.n = spoil(random, 'number', 0.05);
  if (random.chance(0.7)) item.label = random.pick(domain.values.string);
  if (random.chance(0.6)) item.tags = random.pick([...domain.values.list, null]);
  return item;
}

/** A value of a kind; with some probability null, of a wrong type, or unreadable. */
function spoil(random: Random, kind: domain.Kind, probability: number): JsonValue {
  if (!random.chance(probability)) return random.pick(domain.values[kind]);
  return random.pick([null, random.pick(domain.wrongTypes), random.pick(domain.unreadable[kind] ?? [null])]);
}

/**
 * Arguments that the document would mostly like: every leaf of every entry that names the tool sets its path to a value
 * which helps the call. Then a few are spoilt: removed, made null, of a wrong type, unreadable.
 */
function argumentsFor(random: Random, document: PolicyDocument, name: string): JsonObject {
  const members = [...argument].filter(() => random.chance(0.8)).map(([key, make]) => [key, make(random)] as const);
  let args: JsonValue = Object.fromEntries(members);
  if (random.chance(0.85)) {
    for (const { leaf, wanted } of leavesFor(document, name)) args = steer(random, args, leaf, wanted);
  }
  const spoilt = random.pick([0, 0, 0, 1, 1, 2, 3]);
  for (let i = 0; i < spoilt; i += 1) {
    const key = random.pick([...argument.keys(), ...kindOf.keys(), 'url', 'url', 's', 's']);
    const kind = kindOf.get(key);
    const bad = random.pick([
      undefined,
      null,
      random.pick(domain.wrongTypes),
      random.pick((kind && domain.unreadable[kind]) ?? ['x']),
    ]);
    args = placeAt(args, [key], () => bad);
  }
  return isObject(args) ? args : {};
}

interface Wish {
  readonly leaf: Leaf;
  readonly wanted: boolean;
}

function leavesFor(document: PolicyDocument, name: string): readonly Wish[] {
  const entries = Object.entries(document.tools ?? {}).flatMap(([pattern, rules]) =>
    globMatches(pattern, name) ? rules : [],
  );
  return [...entries, document.all_tools ?? {}].flatMap((rules) => [
    ...(rules.require ?? [])
      .flatMap((one) => ('conditions' in one ? one.conditions : [one]))
      .flatMap((one) => wishes(one, 'permission')),
    ...[...(rules.deny_if ?? []), ...(rules.approve_if ?? [])]
      .flatMap((one) => one.conditions)
      .flatMap((one) => wishes(one, 'refusal')),
  ]);
}

function wishes(condition: Condition, purpose: Purpose, root = '', negated = false): readonly Wish[] {
  if ('not' in condition) return wishes(condition.not, purpose, root, !negated);
  if ('op' in condition) {
    const path = condition.path.replace(/^item(?=$|[.[])/, root);
    return path.startsWith('args.')
      ? [{ leaf: { ...condition, path }, wanted: (purpose === 'permission') !== negated }]
      : [];
  }
  const below = 'each' in condition ? `${condition.each.replace(/^item/, root)}[*]` : root;
  const parts = 'all' in condition ? condition.all : condition.any;
  return parts.flatMap((part) => wishes(part, purpose, below, negated));
}

function steer(random: Random, args: JsonValue, leaf: Leaf, wanted: boolean): JsonValue {
  const candidates = domain.kindsOf[leaf.op].flatMap((kind) => domain.values[kind]);
  const fitting = candidates.filter((value) => operate(leaf, value) === wanted);
  if (fitting.length === 0) return args;
  const keys = [...leaf.path.matchAll(/\.([A-Za-z_][A-Za-z0-9_-]*)|\["([^"]*)"\]|\[(\d+|\*)\]/g)].map(
    ([, dotted, quoted, index]) => dotted ?? quoted ?? (index === '*' ? '*' : Number(index)),
  );
  return placeAt(args, keys, () => random.pick(fitting));
}

/** `*` is every element, of at least one. Setting undefined removes a member. */
function placeAt(
  value: JsonValue | undefined,
  keys: readonly (string | number)[],
  make: () => JsonValue | undefined,
): JsonValue {
  const [key, ...rest] = keys;
  if (key === undefined) return make() ?? null;
  if (key === '*' || typeof key === 'number') {
    const list: readonly (JsonValue | undefined)[] = value !== undefined && isList(value) ? value : [];
    if (key === '*') return (list.length === 0 ? [undefined] : list).map((element) => placeAt(element, rest, make));
    return Array.from({ length: Math.max(list.length, key + 1) }, (_, i) =>
      i === key ? placeAt(list[i], rest, make) : (list[i] ?? 'alpha'),
    );
  }
  const object = value !== undefined && isObject(value) ? value : {};
  const own = Object.hasOwn(object, key) ? object[key] : undefined;
  const member = rest.length === 0 ? make() : placeAt(own, rest, make);
  if (member !== undefined) return { ...object, [key]: member };
  return Object.fromEntries(Object.entries(object).filter(([name]) => name !== key));
}
