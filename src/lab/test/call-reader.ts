import {
  type Annotations,
  type Call,
  type CallContext,
  categories,
  severities,
  unclassified,
} from '../../policy/index.ts';
import {
  either,
  flag,
  list,
  object,
  optional,
  type Place,
  type Reader,
  text,
  toJson,
  under,
  word,
} from '../../policy/read/index.ts';
import { isJsonObject, type JsonObject } from '../../protocol/index.ts';

type Node = Parameters<Reader<unknown>['read']>[0];

const argumentsObject: Reader<JsonObject> = {
  schema: { type: 'object' },
  read(node, pointer, report) {
    const value = toJson(node);
    return isJsonObject(value) ? value : report.wrongType(node, pointer, 'an object of arguments');
  },
};

/** An object of texts. */
const texts: Reader<ReadonlyMap<string, string>> = {
  schema: { type: 'object', additionalProperties: { type: 'string' } },
  read(node, pointer, report) {
    if (node.kind !== 'object') return report.wrongType(node, pointer, 'an object of strings');
    const found = new Map<string, string>();
    for (const { key, value } of node.members) {
      if (value.kind === 'string') found.set(key, value.value);
      else report.wrongType(value, under(pointer, key), 'a string');
    }
    return found;
  },
};

const isText = (node: Node): boolean => node.kind === 'string';

const grant = either(
  isText,
  text(),
  object('a label, or an object with id, label and tags', {
    id: optional(text(), "The grant's id; its label when absent."),
    label: optional(text(), "The grant's label."),
    tags: optional(texts, "The grant's tags."),
  }),
);

const user = either(
  isText,
  text(),
  object('an e-mail address, or an object with id, email and groups', {
    id: optional(text(), "The user's id; the e-mail address when absent."),
    email: optional(text(), "The user's e-mail address."),
    groups: optional(list('a list of group names', text()), "The user's groups."),
  }),
);

const facts = object('an object with category, severity and annotations', {
  category: optional(word(...categories), 'What the tool does; write when absent.'),
  severity: optional(word(...severities), 'How much harm it can do; high when absent.'),
  annotations: optional(
    object('an object of the hints that MCP knows', {
      readOnlyHint: optional(flag, 'Changes nothing.'),
      destructiveHint: optional(flag, 'May destroy.'),
      idempotentHint: optional(flag, 'Twice is as once.'),
      openWorldHint: optional(flag, 'Reaches out of the machine.'),
    }),
    "The server's own word.",
  ),
});

/** Milliseconds since the epoch of an RFC 3339 time. */
const moment: Reader<number> = {
  schema: { type: 'string', format: 'date-time' },
  read(node, pointer, report) {
    const written = node.kind === 'string' ? node.value : '';
    const isTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[-+]\d\d:\d\d)$/.test(written);
    const ms = isTime ? Date.parse(written) : Number.NaN;
    return Number.isNaN(ms) ? report.wrongType(node, pointer, 'an RFC 3339 time such as 2026-01-05T12:00:00Z') : ms;
  },
};

const circumstances = {
  grant: optional(grant, 'Who calls: a label, or {id, label, tags}.'),
  user: optional(user, 'The signed-in user: an e-mail address, or {id, email, groups}.'),
  session: optional(text(), "The client's session."),
  server: optional(text(), "The server's slug."),
  now: optional(moment, 'When the call is made.'),
};

/** What calls have in common, unless they say otherwise. */
export const defaults = object('an object with grant, user, session, server, facts and now', {
  ...circumstances,
  facts: optional(facts, 'What is on record of the tool.'),
});
type ValueOf<R> = R extends Reader<infer T> ? T : never;
export type Defaults = ValueOf<typeof defaults>;

const callObject = object('a call: an object with tool, resource or prompt', {
  tool: optional(text(), "The tool's name."),
  arguments: optional(argumentsObject, "The tool's arguments."),
  resource: optional(text(2_000), "The resource's URI."),
  prompt: optional(text(), "The prompt's name."),
  ...circumstances,
  facts: optional(facts, 'What is on record of the tool.'),
});

/** A call as a test writes it. */
export interface WrittenCall {
  readonly place: Place;
  readonly call:
    | Exclude<Call, { kind: 'tool' }>
    | { readonly kind: 'tool'; readonly name: string; readonly arguments: JsonObject };
  readonly says: Defaults;
  /** As it was written, on one line. */
  readonly text: string;
}

/** A call in the words of `policy judge`. */
export const writtenCall: Reader<WrittenCall> = {
  schema: callObject.schema,
  read(node, pointer, report) {
    const read = callObject.read(node, pointer, report);
    if (read === undefined || node.kind !== 'object') return undefined;
    const { tool, resource, prompt, place } = read;
    // By the keys that stand there: a subject that could not be read was complained of already.
    const subjects = node.members.filter(({ key }) => key === 'tool' || key === 'resource' || key === 'prompt');
    if (subjects.length !== 1)
      return report.error(
        place,
        'one of tool, resource, prompt',
        subjects.length === 0 ? 'none of them' : `${subjects.length} of them`,
      );
    if (tool === undefined && resource === undefined && prompt === undefined) return undefined;
    for (const key of ['arguments', 'facts'] as const) {
      if (tool === undefined && read[key] !== undefined) return report.error(place, `${key} beside tool only`, key);
    }
    const shared = { place, says: read, text: JSON.stringify(toJson(node)) };
    if (resource !== undefined) return { ...shared, call: { kind: 'resource', uri: resource } };
    if (prompt !== undefined) return { ...shared, call: { kind: 'prompt', name: prompt } };
    return { ...shared, call: { kind: 'tool', name: tool ?? '', arguments: read.arguments ?? {} } };
  },
};

/** A call as the judge takes it. */
export function judgedCall(
  { call, says }: WrittenCall,
  common: Defaults | undefined,
  now: number,
): { readonly call: Call; readonly context: CallContext } {
  const session = says.session ?? common?.session;
  const signedIn = userOf(says.user ?? common?.user);
  const context: CallContext = {
    grant: grantOf(says.grant ?? common?.grant ?? 'grant'),
    ...(signedIn !== undefined && { user: signedIn }),
    ...(session !== undefined && { session }),
    server: says.server ?? common?.server ?? 'server',
    organization: 'organization',
    now,
  };
  if (call.kind !== 'tool') return { call, context };
  const known = says.facts ?? common?.facts;
  const { category = unclassified.category, severity = unclassified.severity, annotations } = known ?? {};
  const { readOnlyHint, destructiveHint, idempotentHint, openWorldHint } = annotations ?? {};
  const said = Object.entries({ readOnlyHint, destructiveHint, idempotentHint, openWorldHint }).filter(
    ([, value]) => value !== undefined,
  );
  return {
    call: { ...call, facts: { category, severity, annotations: Object.fromEntries(said) as Annotations } },
    context,
  };
}

function grantOf(written: NonNullable<Defaults['grant']>): CallContext['grant'] {
  if (typeof written === 'string') return { id: written, label: written, tags: new Map() };
  const label = written.label ?? written.id ?? 'grant';
  return { id: written.id ?? label, label, tags: written.tags ?? new Map() };
}

function userOf(written: Defaults['user']): CallContext['user'] {
  if (written === undefined) return undefined;
  if (typeof written === 'string') return { id: written, email: written, groups: [] };
  const { id, email, groups = [] } = written;
  return { id: id ?? email ?? 'user', groups, ...(email !== undefined && { email }) };
}
