import { stringAt } from '../json/read-span.ts';
import type { RequestMessage } from '../rpc/message.ts';

/** Which member of `params` the header `Mcp-Name` repeats (SEP-2243; for tasks SEP-2663). */
const sources: ReadonlyMap<string, string> = new Map([
  ['tools/call', 'name'],
  ['prompts/get', 'name'],
  ['resources/read', 'uri'],
  ['tasks/get', 'taskId'],
  ['tasks/update', 'taskId'],
  ['tasks/cancel', 'taskId'],
]);

/** @returns what `Mcp-Name` must say; `undefined` for methods without it, and where the body names nothing */
export function nameOf(message: RequestMessage): string | undefined {
  const source = sources.get(message.method);
  return source === undefined ? undefined : stringAt(message.bytes, message.params.get(source));
}
