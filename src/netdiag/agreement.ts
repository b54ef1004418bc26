import type { JsonObject, JsonValue } from '../protocol/index.ts';
import { metaKeys, metaOf } from './era.ts';
import { isObject, member } from './rpc.ts';

/** Whether a message carries the envelope of the modern era. */
export function isModern(message: JsonValue): message is JsonObject {
  if (!isObject(message)) return false;
  if (member(message, 'method') === 'server/discover') return true;
  const params = member(message, 'params');
  return isObject(params) && member(metaOf(params), metaKeys.version) !== undefined;
}

/**
 * The modern era repeats parts of the body in headers, so that intermediaries need not parse it; the two must agree.
 *
 * @param header a request header by its lower-case name
 * @returns what does not agree, in one sentence; `undefined` when all does
 */
export function disagreement(message: JsonObject, header: (name: string) => string | undefined): string | undefined {
  const params = member(message, 'params');
  const given = isObject(params) ? params : {};
  const expected: [name: string, value: JsonValue | undefined][] = [
    ['MCP-Protocol-Version', member(metaOf(given), metaKeys.version)],
    ['Mcp-Method', member(message, 'method')],
  ];
  if (member(message, 'method') === 'tools/call') expected.push(['Mcp-Name', member(given, 'name')]);
  const odd = expected.find(([name, value]) => decode(header(name.toLowerCase())) !== value);
  return odd === undefined ? undefined : `${odd[0]} does not agree with the body`;
}

/** Values that are no plain ASCII travel as `=?base64?…?=`. */
function decode(value: string | undefined): string | undefined {
  const encoded = value === undefined ? null : /^=\?base64\?([A-Za-z0-9+/]*={0,2})\?=$/.exec(value);
  return encoded?.[1] === undefined ? value : Buffer.from(encoded[1], 'base64').toString('utf8');
}
