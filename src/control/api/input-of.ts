import type { Context } from 'hono';
import { Fault, fromPathReference, Slices } from '../../kernel/index.ts';
import { type JsonCaps, scan } from '../../protocol/index.ts';
import type { ApiEnv, ApiRoute } from './route.ts';

const defaultCap = 256 * 1024;
/** How deep a body may be, and of how many values unless the route says otherwise: as many as a call's arguments may have. */
const depth = 64;
const defaultNodes = 100_000;
/**
 * The names of a body itself are looked at, so that there are a thousand at most: no verb has more than some twenty, and to
 * refuse fifty thousand unknown ones takes longer than to read a megabyte.
 */
const namesOfRoot = new Map();
/** Most members of an object or a list in a body, unless the route says otherwise. */
const defaultMembers = 2_000;

/**
 * Gathers a verb's input from where it stands: path, query or body. It decides nothing: the verb's own schema does.
 *
 * @throws Fault `bad_request`, `unsupported_media`, `too_large`
 */
export async function inputOf(route: ApiRoute, context: Context<ApiEnv>): Promise<Record<string, unknown>> {
  const input = new Map<string, unknown>();
  const add = (name: string, value: unknown): void => {
    if (input.has(name)) throw new Fault('bad_request', `${name} is given twice`);
    input.set(name, value);
  };
  for (const [name, segment] of Object.entries(context.req.param())) {
    const value = fromPathReference(segment);
    if (value === undefined) throw new Fault('not_found', `nothing is named ${segment}`);
    add(name, value);
  }
  if (route.method === 'GET' || route.method === 'DELETE') {
    for (const [name, values] of Object.entries(context.req.queries())) for (const value of values) add(name, value);
  } else {
    if (new URL(context.req.url).search !== '') throw new Fault('bad_request', 'this request takes no query');
    for (const [name, value] of Object.entries(await bodyOf(route, context))) add(name, value);
  }
  for (const [name, value] of Object.entries(route.options.more?.(context) ?? {})) add(name, value);
  return Object.fromEntries(input);
}

async function bodyOf(route: ApiRoute, context: Context<ApiEnv>): Promise<object> {
  const type = context.req.header('content-type')?.toLowerCase().replaceAll(' ', '');
  if (type !== 'application/json' && type !== 'application/json;charset=utf-8') {
    throw new Fault('unsupported_media', 'the Content-Type must be application/json');
  }
  const cap = route.options.bodyCap ?? defaultCap;
  const bytes = (await context.env.body?.(cap)) ?? new Uint8Array(await context.req.arrayBuffer());
  if (bytes.length > cap) throw new Fault('too_large', `the body is larger than ${cap} bytes`);
  const value = await parse(bytes, { bytes: cap, depth, nodes: route.options.bodyNodes ?? defaultNodes });
  const most = route.options.bodyMembers ?? defaultMembers;
  if (isWiderThan(most, value)) throw new Fault('too_large', `the body has a part with more than ${most} members`);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new Fault('bad_request', 'the body must be a JSON object');
  }
  return value;
}

/**
 * As strictly as a call is read: what would be another value to another reader (a number that no double holds, a key
 * twice, half of a surrogate pair) is no value that anybody can have meant, and what is stored or hashed of it would not
 * be what was sent. What takes long has its turns, so that calls have theirs between the steps.
 */
async function parse(bytes: Uint8Array, caps: JsonCaps): Promise<unknown> {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const slices = new Slices();
  const read = scan(text, caps, 'everywhere', namesOfRoot);
  if (read.kind === 'offence') throw new Fault(read.code, `the body is not read: ${read.message}`);
  if (slices.over) await slices.rest();
  const value: unknown = JSON.parse(text.toString('utf8'));
  if (slices.over) await slices.rest();
  return value;
}

/** Whether anything in a value has more members: each may be wrong by itself, which costs ten times what it costs to read. */
function isWiderThan(most: number, value: unknown): boolean {
  const left = [value];
  for (let one = left.pop(); one !== undefined; one = left.pop()) {
    if (typeof one !== 'object' || one === null) continue;
    const members: readonly unknown[] = Array.isArray(one) ? one : Object.values(one);
    if (members.length > most) return true;
    for (const member of members) if (typeof member === 'object') left.push(member);
  }
  return false;
}
