import type { Context } from 'hono';
import { Fault, fromPathReference } from '../../kernel/index.ts';
import { type JsonCaps, scan } from '../../protocol/index.ts';
import type { ApiEnv, ApiRoute } from './route.ts';

const defaultCap = 256 * 1024;
/** How deep a body may be, and of how many values unless the route says otherwise: as many as a call's arguments may have. */
const depth = 64;
const defaultNodes = 100_000;

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
  const value = parse(bytes, { bytes: cap, depth, nodes: route.options.bodyNodes ?? defaultNodes });
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new Fault('bad_request', 'the body must be a JSON object');
  }
  return value;
}

/**
 * As strictly as a call is read: what would be another value to another reader (a number that no double holds, a key
 * twice, half of a surrogate pair) is no value that anybody can have meant, and what is stored or hashed of it would not
 * be what was sent.
 */
function parse(bytes: Uint8Array, caps: JsonCaps): unknown {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const read = scan(text, caps, 'everywhere');
  if (read.kind === 'offence') throw new Fault(read.code, `the body is not read: ${read.message}`);
  return JSON.parse(text.toString('utf8'));
}
