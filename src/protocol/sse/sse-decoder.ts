import { Fault } from '../../kernel/index.ts';
import { ByteGatherer } from './byte-gatherer.ts';
import type { SseEvent } from './sse-event.ts';

/** What a stream may make us hold at one time. Both in bytes. */
export interface SseCaps {
  /** One line. */
  readonly line: number;
  /** All the data of one event. */
  readonly event: number;
}

const LF = 0x0a;
const CR = 0x0d;
const COLON = 0x3a;
const SPACE = 0x20;
/** No field that means anything has a longer name. */
const LONGEST_NAME = 5;
const lineFeed = Buffer.from('\n');
const byteOrderMark = Buffer.from('\ufeff');

/**
 * Decodes `text/event-stream` as it arrives, by the WHATWG HTML standard (section 9.2.6): lines end in CR, LF or CRLF,
 * a byte order mark may come first, comments and unknown fields mean nothing, chunks may be cut anywhere.
 *
 * What it holds is bounded by the caps, however many lines come and however slowly: comments are not kept, and a line
 * that comes byte by byte is gathered in one buffer.
 */
export class SseDecoder {
  readonly #caps: SseCaps;
  /** The beginning of a line whose end has not come. */
  readonly #pending = new ByteGatherer();
  #afterCr = false;
  #firstLine = true;
  /** The data of the block so far: as long as there is one line only, uncopied. */
  #firstData: Buffer | undefined;
  readonly #data = new ByteGatherer();
  #event = '';
  #id: string | undefined;
  #retry: number | undefined;

  constructor(caps: SseCaps) {
    this.#caps = caps;
  }

  /** The last `id` seen, also when no event came with it: what `Last-Event-ID` would be. */
  get lastEventId(): string | undefined {
    return this.#id;
  }

  /** The last `retry` seen, in milliseconds. */
  get retry(): number | undefined {
    return this.#retry;
  }

  /**
   * @param chunk must not be changed afterwards: events may point into it
   * @returns the events that this chunk completes, in order
   * @throws Fault `upstream_invalid` when a cap is passed; the decoder is of no use after that
   */
  push(chunk: Buffer): SseEvent[] {
    const events: SseEvent[] = [];
    let start = 0;
    if (this.#afterCr && chunk.length > 0) {
      this.#afterCr = false;
      if (chunk[0] === LF) start = 1;
    }
    let lf = next(chunk, LF, start);
    let cr = next(chunk, CR, start);
    while (lf < chunk.length || cr < chunk.length) {
      const end = Math.min(lf, cr);
      this.#line(this.#whole(chunk.subarray(start, end)), events);
      start = end + 1;
      if (end === cr) {
        if (start === chunk.length) this.#afterCr = true;
        else if (lf === start) start += 1;
        cr = next(chunk, CR, start);
      }
      if (lf < start) lf = next(chunk, LF, start);
    }
    this.#keep(chunk.subarray(start));
    return events;
  }

  /** @returns the line that `rest` ends */
  #whole(rest: Buffer): Buffer {
    if (this.#pending.size === 0) {
      this.#checkLine(rest.length);
      return rest;
    }
    this.#keep(rest);
    return this.#pending.take();
  }

  #keep(rest: Buffer): void {
    this.#checkLine(this.#pending.size + rest.length);
    if (rest.length > 0) this.#pending.append(rest);
  }

  #checkLine(size: number): void {
    if (size > this.#caps.line) throw new Fault('upstream_invalid', 'The server sent an event line that is too long.');
  }

  #line(line: Buffer, events: SseEvent[]): void {
    const text = this.#firstLine && line.subarray(0, 3).equals(byteOrderMark) ? line.subarray(3) : line;
    this.#firstLine = false;
    if (text.length === 0) {
      this.#dispatch(events);
      return;
    }
    const colon = text.indexOf(COLON);
    if (colon === 0) return;
    const end = colon < 0 ? text.length : colon;
    if (end > LONGEST_NAME) return;
    this.#field(text.toString('latin1', 0, end), text.subarray(text[end + 1] === SPACE ? end + 2 : end + 1));
  }

  #field(name: string, value: Buffer): void {
    switch (name) {
      case 'data':
        this.#addData(value);
        return;
      case 'event':
        this.#event = value.toString();
        return;
      case 'id':
        if (!value.includes(0)) this.#id = value.toString();
        return;
      case 'retry': {
        const digits = value.toString('latin1');
        if (/^[0-9]{1,15}$/.test(digits)) this.#retry = Number(digits);
        return;
      }
      default:
        return;
    }
  }

  #addData(value: Buffer): void {
    const before = this.#data.size || (this.#firstData?.length ?? 0);
    if (before + value.length > this.#caps.event) {
      throw new Fault('upstream_invalid', 'The server sent an event that is too large.');
    }
    if (this.#firstData === undefined) {
      this.#firstData = value;
      return;
    }
    if (this.#data.size === 0) this.#data.append(this.#firstData);
    this.#data.append(lineFeed);
    this.#data.append(value);
  }

  #dispatch(events: SseEvent[]): void {
    if (this.#firstData !== undefined) {
      const data = this.#data.size > 0 ? this.#data.take() : this.#firstData;
      events.push({ event: this.#event === '' ? 'message' : this.#event, data, id: this.#id, retry: this.#retry });
      this.#firstData = undefined;
    }
    this.#event = '';
  }
}

function next(chunk: Buffer, byte: number, from: number): number {
  const at = chunk.indexOf(byte, from);
  return at < 0 ? chunk.length : at;
}
