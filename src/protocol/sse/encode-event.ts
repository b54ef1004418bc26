import { oneLine } from '../json/one-line.ts';

/** A comment that keeps a stream from falling asleep. */
export const keepAlive = Buffer.from(': keep-alive\n\n');

/**
 * One message as one event. Line ends between the tokens of the JSON text become spaces, so that nothing in it can end
 * the field or begin another event (threats B71).
 *
 * @param json a JSON text
 * @param id the event's id, for resuming
 * @throws RangeError for an id with a line end or NUL
 */
export function encodeEvent(json: Buffer, id?: string): Buffer {
  if (id !== undefined && /[\r\n\0]/.test(id)) throw new RangeError('an event id is one line');
  const head = id === undefined ? 'data: ' : `id: ${id}\ndata: `;
  const event = Buffer.allocUnsafe(Buffer.byteLength(head) + json.length + 2);
  const start = event.write(head);
  oneLine(json).copy(event, start);
  event.write('\n\n', event.length - 2);
  return event;
}
