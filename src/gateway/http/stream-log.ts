import { newId } from '../../kernel/index.ts';
import { encodeEvent } from '../../protocol/index.ts';
import type { EventStream } from './event-stream.ts';

/** What one session's streams may have been told in vain, and is kept for a client that comes back. */
const mostEvents = 256;
const mostBytes = 1024 * 1024;
/** Events are kept for so long at least, and for twice as long at most. */
const keptMs = 2.5 * 60_000;

/** When a client whose connection broke is to come back. */
const retryMs = 2_000;

interface Event {
  readonly stream: LoggedStream;
  readonly seq: number;
  readonly message: Buffer;
  /** It was appended before the last turn of the clock. */
  old: boolean;
}

/**
 * The events of one session's streams (2025-11-25 and 2025-06-18, "Resumability"): each bears an id, and a client that has
 * lost its connection goes on behind the last one that it has. The log belongs to the session and is found by it alone, so
 * that nothing is ever replayed to another session or grant; ids of one log mean nothing to another.
 */
export class StreamLog {
  readonly #name = newId().slice(0, 12);
  readonly #streams = new Map<number, LoggedStream>();
  #events: Event[] = [];
  #bytes = 0;
  #lastStream = 0;
  #timer: NodeJS.Timeout | undefined;
  /** The stream on which the server speaks unasked, once there was one. */
  readonly unasked = new LoggedStream(this, 0);

  constructor() {
    this.#streams.set(0, this.unasked);
  }

  /** A stream of its own, for the answer to one POST. */
  begin(): LoggedStream {
    this.#lastStream += 1;
    const stream = new LoggedStream(this, this.#lastStream);
    this.#streams.set(this.#lastStream, stream);
    return stream;
  }

  idOf(stream: LoggedStream, seq: number): string {
    return `${this.#name}-${stream.number}-${seq}`;
  }

  keep(stream: LoggedStream, seq: number, message: Buffer): void {
    this.#events.push({ stream, seq, message, old: false });
    this.#bytes += message.length;
    while (this.#events.length > mostEvents || this.#bytes > mostBytes) this.#drop();
    this.#timer ??= setInterval(() => this.#turn(), keptMs).unref();
  }

  /**
   * Where a client wants to go on.
   *
   * @param lastEventId the last event that it has
   * @returns `gone` for a stream of this log whose events are not kept any more; `undefined` for whatever is none
   */
  find(lastEventId: string): ResumableStream | 'gone' | undefined {
    const [, name, number, after] = /^([0-9a-f]{12})-(\d{1,12})-(\d{1,12})$/.exec(lastEventId) ?? [];
    if (name !== this.#name) return undefined;
    const stream = this.#streams.get(Number(number));
    if (stream === undefined) return 'gone';
    const missed = this.#events.filter((event) => event.stream === stream && event.seq > Number(after));
    const expected = stream.last - Number(after);
    return missed.length === expected ? { stream, missed } : 'gone';
  }

  /** Nobody can want anything of a stream that has told nothing. */
  forget(stream: LoggedStream): void {
    this.#streams.delete(stream.number);
  }

  close(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#events = [];
    this.#bytes = 0;
    this.#streams.clear();
  }

  #turn(): void {
    while (this.#events[0]?.old === true) this.#drop();
    for (const event of this.#events) event.old = true;
    if (this.#events.length > 0) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  #drop(): void {
    const event = this.#events.shift();
    if (event === undefined) return;
    this.#bytes -= event.message.length;
    const { stream } = event;
    // Of a stream that has ended and of which nothing is left nobody can want anything.
    if (stream.isOver && !this.#events.some((each) => each.stream === stream)) this.#streams.delete(stream.number);
  }
}

/** A stream that a client may take up, and what it has missed of it. */
export interface ResumableStream {
  readonly stream: LoggedStream;
  readonly missed: readonly Pick<Event, 'seq' | 'message'>[];
}

/** One stream of events, over however many connections. */
export class LoggedStream {
  readonly number: number;
  readonly #log: StreamLog;
  #events: EventStream | undefined;
  #last = 0;
  #over = false;

  constructor(log: StreamLog, number: number) {
    this.#log = log;
    this.number = number;
  }

  /** The number of the last event. */
  get last(): number {
    return this.#last;
  }

  get isOver(): boolean {
    return this.#over;
  }

  /**
   * A connection on which it goes on from now on.
   *
   * @param primes whether the client's revision knows events without data, by which it learns an id before there is one
   * @param missed what it has not had
   */
  attach(events: EventStream, primes: boolean, missed: ResumableStream['missed'] = []): void {
    // Its client has come back: nothing more is said on the connection that it had before, which would stay open for ever.
    this.#events?.end();
    this.#events = events;
    const id = primes ? `id: ${this.#log.idOf(this, missed[0] === undefined ? this.#last : missed[0].seq - 1)}\n` : '';
    events.raw(Buffer.from(`${id}retry: ${retryMs}\n${primes ? 'data: \n' : ''}\n`));
    for (const { seq, message } of missed) events.raw(encodeEvent(message, this.#log.idOf(this, seq)));
    if (this.#over) events.end();
  }

  /** That connection is gone; another may come. */
  detach(events: EventStream): void {
    if (this.#events === events) this.#events = undefined;
  }

  /** @returns `true`: what cannot be sent now is kept */
  send(message: Buffer): boolean {
    this.#append(message);
    return true;
  }

  end(message?: Buffer): void {
    if (message !== undefined) this.#append(message);
    this.#over = true;
    if (this.#last === 0) this.#log.forget(this);
    this.#events?.end();
    this.#events = undefined;
  }

  #append(message: Buffer): void {
    this.#last += 1;
    this.#log.keep(this, this.#last, message);
    this.#events?.raw(encodeEvent(message, this.#log.idOf(this, this.#last)));
  }
}
