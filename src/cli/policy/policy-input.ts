import { anchoredClock, type Code } from '../../kernel/index.ts';
import {
  type Annotations,
  type Call,
  type CallContext,
  categories,
  type PolicyError,
  severities,
  type ToolFacts,
  unclassified,
} from '../../policy/index.ts';
import {
  defaultCaps,
  isJsonObject,
  type JsonObject,
  type JsonValue,
  type ScannedObject,
  type Span,
  scan,
  stringAt,
  textAt,
  valueAt,
} from '../../protocol/index.ts';

/** A line that does not have the shape that `policy judge` takes (docs/policy.md, "Trying a policy out"). */
export class InputError extends Error {
  readonly pointer: string;
  readonly expected: string;
  readonly found: string;

  constructor(pointer: string, expected: string, found: string) {
    super(`the input line${pointer === '' ? '' : ` at ${pointer}`}: expected ${expected}, found ${found}`);
    this.pointer = pointer;
    this.expected = expected;
    this.found = found;
  }

  asPolicyError(): PolicyError {
    const { pointer, expected, found, message } = this;
    return { pointer, line: 1, column: 1, expected, found, nearest: null, message };
  }
}

export interface CallInput {
  readonly call: Call;
  readonly context: CallContext;
  /** Set where the arguments are none that may be judged at all. */
  readonly refused: Extract<Code, 'bad_request' | 'too_large'> | undefined;
}

export interface Input {
  readonly policy: { readonly text: string; readonly format: 'json' | 'yaml' } | undefined;
  readonly call: CallInput | undefined;
  readonly counters: string | undefined;
}

const lineCaps = { bytes: 64 * 1024 * 1024, depth: 100_000, nodes: 100_000_000 };
const watched = new Map([['call', new Map()]]);

/** A line may hold a policy and arguments that are wrong on purpose: only its own frame is held to the strict rules. */
export function scanLine(line: Buffer): ReturnType<typeof scan> {
  return scan(line, lineCaps, 'watched', watched);
}

/**
 * Reads one line of `policy judge`.
 *
 * @throws InputError
 */
export function readInput(line: Buffer): Input {
  const found = scanLine(line);
  if (found.kind === 'offence') throw new InputError('', 'JSON', found.message);
  if (found.root === undefined) throw new InputError('', 'an object', 'another value');
  const { members, objects } = found.root;
  only(members, ['policy', 'policyText', 'format', 'call', 'counters'], '');
  const call = objects.get('call');
  if (call === undefined && members.has('call')) throw new InputError('/call', 'an object', 'another value');
  return {
    policy: policyIn(line, members),
    call: call && callIn(line, call),
    counters: text(line, members, 'counters', ''),
  };
}

function policyIn(line: Buffer, members: ReadonlyMap<string, Span>): Input['policy'] {
  const inline = members.get('policy');
  const asText = text(line, members, 'policyText', '');
  const format = text(line, members, 'format', '') ?? 'json';
  if (format !== 'json' && format !== 'yaml') throw new InputError('/format', 'json or yaml', format);
  if (inline !== undefined && asText !== undefined) throw new InputError('', 'policy or policyText', 'both');
  if (inline !== undefined) return { text: textAt(line, inline), format: 'json' };
  return asText === undefined ? undefined : { text: asText, format };
}

function callIn(line: Buffer, { members }: ScannedObject): CallInput {
  const subjects = ['tool', 'resource', 'prompt'].filter((key) => members.has(key));
  const [subject] = subjects;
  // Before what stands beside it: whoever has misspelled the subject is told of that.
  if (subject === undefined || subjects.length > 1) {
    const found = (subject === undefined ? [...members.keys()] : subjects).map((key) => JSON.stringify(key));
    throw new InputError('/call', 'one of the keys tool, resource, prompt', found.join(', ') || 'none');
  }
  const context = ['grant', 'user', 'session', 'server', 'now'];
  const beside = subject === 'tool' ? ['arguments', 'argumentsText', 'facts'] : [];
  only(members, [subject, ...beside, ...context], '/call');
  const name = text(line, members, subject, '/call') ?? '';
  const shared = { context: contextIn(line, members), refused: undefined };
  if (subject === 'resource') return { call: { kind: 'resource', uri: name }, ...shared };
  if (subject === 'prompt') return { call: { kind: 'prompt', name }, ...shared };
  const read = argumentsIn(line, members);
  const call: Call = {
    kind: 'tool',
    name,
    arguments: typeof read === 'string' ? {} : read,
    facts: factsIn(json(line, members, 'facts')),
  };
  return { ...shared, call, refused: typeof read === 'string' ? read : undefined };
}

/** The arguments, by the same strict scanner that reads calls; or why they are refused before judgement. */
function argumentsIn(line: Buffer, members: ReadonlyMap<string, Span>): JsonObject | 'bad_request' | 'too_large' {
  const span = members.get('arguments');
  const asText = text(line, members, 'argumentsText', '/call');
  if (span !== undefined && asText !== undefined) throw new InputError('/call', 'arguments or argumentsText', 'both');
  const bytes = asText === undefined ? span && line.subarray(span.start, span.end) : Buffer.from(asText);
  if (bytes === undefined) return {};
  const found = scan(bytes, defaultCaps, 'everywhere');
  if (found.kind === 'offence') return found.code;
  const value = valueAt(bytes, found.span);
  return isJsonObject(value) ? value : 'bad_request';
}

function contextIn(line: Buffer, members: ReadonlyMap<string, Span>): CallContext {
  const session = named(json(line, members, 'session'), 'id', '/call/session');
  const user = userIn(json(line, members, 'user'));
  return {
    grant: grantIn(json(line, members, 'grant') ?? 'grant'),
    ...(user !== undefined && { user }),
    ...(session !== undefined && { session }),
    server: named(json(line, members, 'server'), 'slug', '/call/server') ?? 'server',
    organization: 'organization',
    now: momentIn(stringOr(json(line, members, 'now') ?? undefined, '/call/now')),
  };
}

/** A name, or an object of the one key that the paths of the policy language call it by; null says nothing. */
function named(value: JsonValue | undefined, key: 'id' | 'slug', pointer: string): string | undefined {
  if (!isJsonObject(value)) return stringOr(value ?? undefined, pointer);
  only(new Map(Object.entries(value)), [key], pointer);
  return stringOr(value[key], `${pointer}/${key}`);
}

/** A label, or `{id?, label, tags?}`. */
function grantIn(value: JsonValue): CallContext['grant'] {
  if (typeof value === 'string') return { id: value, label: value, tags: new Map() };
  if (!isJsonObject(value)) throw new InputError('/call/grant', 'a label or an object', 'another value');
  only(new Map(Object.entries(value)), ['id', 'label', 'tags'], '/call/grant');
  const { id, label, tags } = value;
  const name = stringOr(label, '/call/grant/label') ?? stringOr(id, '/call/grant/id') ?? 'grant';
  const entries = tags === undefined ? [] : isJsonObject(tags) ? Object.entries(tags) : undefined;
  if (entries === undefined) throw new InputError('/call/grant/tags', 'an object of strings', 'another value');
  const read = entries.map(([key, tag]) => [key, stringOr(tag, `/call/grant/tags/${key}`) ?? ''] as const);
  return { id: stringOr(id, '/call/grant/id') ?? name, label: name, tags: new Map(read) };
}

/** An e-mail address, or `{id?, email?, groups?}`. */
function userIn(value: JsonValue | undefined): CallContext['user'] {
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'string') return { id: value, email: value, groups: [] };
  if (!isJsonObject(value)) throw new InputError('/call/user', 'an e-mail address or an object', 'another value');
  only(new Map(Object.entries(value)), ['id', 'email', 'groups'], '/call/user');
  const email = stringOr(value.email, '/call/user/email');
  const groups = value.groups ?? [];
  if (!Array.isArray(groups) || !groups.every((group) => typeof group === 'string')) {
    throw new InputError('/call/user/groups', 'a list of strings', 'another value');
  }
  return { id: stringOr(value.id, '/call/user/id') ?? email ?? 'user', groups, ...(email !== undefined && { email }) };
}

const hints = ['readOnlyHint', 'destructiveHint', 'idempotentHint', 'openWorldHint'];

function factsIn(value: JsonValue | undefined): ToolFacts {
  if (value === undefined || value === null) return unclassified;
  if (!isJsonObject(value)) throw new InputError('/call/facts', 'an object', 'another value');
  only(new Map(Object.entries(value)), ['category', 'severity', 'annotations'], '/call/facts');
  const category = categories.find((known) => known === (value.category ?? unclassified.category));
  const severity = severities.find((known) => known === (value.severity ?? unclassified.severity));
  const annotations = value.annotations ?? {};
  if (category === undefined)
    throw new InputError('/call/facts/category', `one of ${categories.join(', ')}`, 'another');
  if (severity === undefined)
    throw new InputError('/call/facts/severity', `one of ${severities.join(', ')}`, 'another');
  if (!isJsonObject(annotations)) throw new InputError('/call/facts/annotations', 'an object', 'another value');
  const read: Annotations = Object.fromEntries(Object.entries(annotations).filter(([key]) => hints.includes(key)));
  return { category, severity, annotations: read };
}

/** RFC 3339, to the millisecond; the moment of reading where none is given. */
function momentIn(value: string | undefined): number {
  if (value === undefined) return clock.now();
  const ms = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[-+]\d\d:\d\d)$/.test(value) ? Date.parse(value) : Number.NaN;
  if (Number.isNaN(ms)) throw new InputError('/call/now', 'an RFC 3339 time', JSON.stringify(value));
  return ms;
}

const clock = anchoredClock();

function only(members: ReadonlyMap<string, unknown>, known: readonly string[], pointer: string): void {
  for (const key of members.keys()) {
    if (!known.includes(key))
      throw new InputError(`${pointer}/${key}`, `one of the keys ${known.join(', ')}`, JSON.stringify(key));
  }
}

function text(line: Buffer, members: ReadonlyMap<string, Span>, key: string, pointer: string): string | undefined {
  const span = members.get(key);
  if (span === undefined) return undefined;
  const value = stringAt(line, span);
  if (value === undefined) throw new InputError(`${pointer}/${key}`, 'a string', 'another value');
  return value;
}

function json(line: Buffer, members: ReadonlyMap<string, Span>, key: string): JsonValue | undefined {
  const span = members.get(key);
  return span && valueAt(line, span);
}

function stringOr(value: JsonValue | undefined, pointer: string): string | undefined {
  if (value === undefined || typeof value === 'string') return value;
  throw new InputError(pointer, 'a string', 'another value');
}
