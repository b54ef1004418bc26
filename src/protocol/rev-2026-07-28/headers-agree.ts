import { stringAt } from '../json/read-span.ts';
import { metaKeys } from '../meta-keys.ts';
import type { NotificationMessage, RequestMessage } from '../rpc/message.ts';
import { decodeHeaderValue } from './header-value.ts';
import { nameOf } from './name-source.ts';

/** JSON-RPC code of a header that is missing, unreadable, or says another thing than the body; HTTP 400. */
export const headerMismatch = -32020;

/**
 * Whether the headers of a modern POST say what its body says (SEP-2243; threats B74). What is judged is the body; the
 * headers only have to agree. A notification need not have them, but what it has must agree as well.
 *
 * @param header a header by its lower-case name, `undefined` when absent; none of them repeats
 * @returns `undefined` when they agree, else one sentence for the error's message
 */
export function headersDisagree(
  header: (name: string) => string | undefined,
  message: RequestMessage | NotificationMessage,
): string | undefined {
  const { bytes, meta, method } = message;
  const expected: readonly (readonly [name: string, body: string | undefined])[] = [
    ['MCP-Protocol-Version', stringAt(bytes, meta.get(metaKeys.protocolVersion))],
    ['Mcp-Method', method],
    ['Mcp-Name', message.kind === 'request' ? nameOf(message) : undefined],
  ];
  for (const [name, body] of expected) {
    // What the body lacks is missed elsewhere (`requiredMeta`, the method's own parameters), not here.
    if (body === undefined) continue;
    const value = header(name.toLowerCase());
    if (value === undefined) {
      if (message.kind === 'request') return `The header ${name} is missing.`;
      continue;
    }
    const said = decodeHeaderValue(value);
    if (said === undefined) return `The header ${name} cannot be read.`;
    if (said !== body) return `The header ${name} says another thing than the body.`;
  }
  return undefined;
}
