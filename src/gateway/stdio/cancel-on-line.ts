import { defaultCaps, metaKeys, readId, readMessage } from '../../protocol/index.ts';
import type { ClientLine } from './line.ts';

const word = Buffer.from('notifications/cancelled');

/**
 * A cancellation of the stateless revision. There each request stands alone, and only over a pipe does a notification
 * cancel one: it is looked for among the lines that wait for their answer.
 *
 * @returns whether the line was one; nobody else need read it then
 */
export function cancelOnLine(bytes: Buffer, line: ClientLine): boolean {
  // Nearly every line is known by a glance to be none.
  if (!bytes.includes(word)) return false;
  const message = readMessage(bytes, defaultCaps);
  if (message.kind !== 'notification' || message.method !== 'notifications/cancelled') return false;
  // In a session it is the session's.
  if (line.session !== undefined && !message.meta.has(metaKeys.protocolVersion)) return false;
  const span = message.params.get('requestId');
  const key = span === undefined ? undefined : readId(message.bytes, span)?.key;
  for (const [gone, request] of line.gone) {
    const asked = readMessage(request, defaultCaps);
    if (asked.kind === 'request' && asked.id.key === key) gone();
  }
  return true;
}
