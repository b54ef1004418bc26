import { createParser } from 'eventsource-parser';

/** What a client is left with of an event. */
export interface Heard {
  readonly event: string;
  readonly data: string;
}

/**
 * A decoder written from the standard (WHATWG HTML, 9.2.6) with nothing but string splitting, for whole streams: what it
 * lacks in speed it lacks in ways to be wrong.
 */
export function plainDecoder(stream: Buffer): readonly Heard[] {
  const text = stream.toString().replace(/^\ufeff/, '');
  const events: Heard[] = [];
  let data: string[] = [];
  let event = '';
  // What follows the last line end is no line.
  for (const line of text.split(/\r\n|\r|\n/).slice(0, -1)) {
    if (line === '') {
      if (data.length > 0) events.push({ event: event || 'message', data: data.join('\n') });
      data = [];
      event = '';
      continue;
    }
    if (line.startsWith(':')) continue;
    const colon = line.indexOf(':');
    const field = colon === -1 ? line : line.slice(0, colon);
    const value = colon === -1 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (field === 'data') data.push(value);
    else if (field === 'event') event = value;
  }
  return events;
}

/** The decoder that most clients in JavaScript use. @param pieces the stream as it arrives */
export function clientDecoder(pieces: readonly Buffer[]): readonly Heard[] {
  const events: Heard[] = [];
  const parser = createParser({ onEvent: ({ event = 'message', data }) => events.push({ event, data }) });
  const decoder = new TextDecoder();
  for (const piece of pieces) parser.feed(decoder.decode(piece, { stream: true }));
  return events;
}
