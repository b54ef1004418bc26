import {
  type Annotations,
  type Call,
  type CallContext,
  type Category,
  type Severity,
  type ToolFacts,
  unclassified,
} from '../../policy/index.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../protocol/index.ts';

/**
 * What stands in the slots of a call: `args.<name>` (or `args`, all of them), `grant.label`, `grant.tags.<key>`, `user`,
 * `session.id`, `server.slug`, `tool.category`, `tool.severity`, `tool.annotations.<hint>`, `time` (ms since the epoch).
 * What is not set is missing, or what an ordinary call has.
 */
export type Setting = ReadonlyMap<string, JsonValue>;

/** What is called, without its arguments. */
export interface ComparedSubject {
  readonly kind: Call['kind'];
  readonly name: string;
  /** What is known of the tool, from its definition. */
  readonly annotations?: Annotations;
}

/** An ordinary Monday noon. */
export const ordinaryTime = Date.UTC(2026, 0, 5, 12);

export function callOf(
  subject: ComparedSubject,
  setting: Setting,
): { readonly call: Call; readonly context: CallContext } {
  const text = (slot: string): string | undefined => {
    const value = setting.get(slot);
    return typeof value === 'string' ? value : undefined;
  };
  const label = text('grant.label') ?? 'grant';
  const user = setting.get('user');
  const session = text('session.id');
  const time = setting.get('time');
  const context: CallContext = {
    grant: {
      id: label,
      label,
      tags: new Map(under(setting, 'grant.tags.').map(([key, tag]) => [key, typeof tag === 'string' ? tag : ''])),
    },
    server: text('server.slug') ?? 'server',
    organization: 'default',
    now: typeof time === 'number' ? time : ordinaryTime,
    ...(isJsonObject(user) && { user: userOf(user) }),
    ...(session !== undefined && { session }),
  };
  const { kind, name } = subject;
  if (kind === 'resource') return { call: { kind, uri: name }, context };
  if (kind === 'prompt') return { call: { kind, name }, context };
  return { call: { kind, name, arguments: argumentsOf(setting), facts: factsOf(setting, subject) }, context };
}

/** The call in the words of `policy judge`: what is as in an ordinary call is left out. */
export function writtenCall(subject: ComparedSubject, setting: Setting): JsonObject {
  const { kind, name } = subject;
  const args = argumentsOf(setting);
  const facts = kind === 'tool' ? writtenFacts(setting, subject) : {};
  const tags = Object.fromEntries(under(setting, 'grant.tags.'));
  const label = setting.get('grant.label') ?? 'grant';
  const tagged = Object.keys(tags).length > 0;
  const time = setting.get('time');
  return {
    [kind]: name,
    ...(Object.keys(args).length > 0 && { arguments: args }),
    ...((setting.has('grant.label') || tagged) && { grant: tagged ? { label, tags } : label }),
    ...(setting.has('user') && { user: setting.get('user') ?? null }),
    ...(setting.has('session.id') && { session: setting.get('session.id') ?? null }),
    ...(setting.has('server.slug') && { server: setting.get('server.slug') ?? null }),
    ...(Object.keys(facts).length > 0 && { facts }),
    ...(typeof time === 'number' && { now: new Date(time).toISOString() }),
  };
}

function argumentsOf(setting: Setting): JsonObject {
  const all = setting.get('args');
  return isJsonObject(all) ? all : Object.fromEntries(under(setting, 'args.'));
}

function under(setting: Setting, prefix: string): (readonly [string, JsonValue])[] {
  return [...setting].flatMap(([slot, value]) =>
    slot.startsWith(prefix) ? [[slot.slice(prefix.length), value] as const] : [],
  );
}

function userOf(user: JsonObject): NonNullable<CallContext['user']> {
  const { email, groups } = user;
  const names = Array.isArray(groups) ? groups.filter((group) => typeof group === 'string') : [];
  return { id: 'user', groups: names, ...(typeof email === 'string' && { email }) };
}

function factsOf(setting: Setting, { annotations }: ComparedSubject): ToolFacts {
  const hints = Object.fromEntries(under(setting, 'tool.annotations.'));
  return {
    category: (setting.get('tool.category') as Category | undefined) ?? unclassified.category,
    severity: (setting.get('tool.severity') as Severity | undefined) ?? unclassified.severity,
    annotations: { ...annotations, ...(hints as Annotations) },
  };
}

function writtenFacts(setting: Setting, { annotations }: ComparedSubject): JsonObject {
  const hints = { ...annotations, ...Object.fromEntries(under(setting, 'tool.annotations.')) };
  const [category, severity] = [setting.get('tool.category'), setting.get('tool.severity')];
  return {
    ...(category !== undefined && { category }),
    ...(severity !== undefined && { severity }),
    ...(Object.keys(hints).length > 0 && { annotations: hints }),
  };
}
