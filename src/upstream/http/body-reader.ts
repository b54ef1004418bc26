import { ComingBody } from '../../kernel/index.ts';
import { SseDecoder, type SseEvent } from '../../protocol/index.ts';

const none = Buffer.alloc(0);

/** Takes the body of a response piece by piece. */
export interface BodyReader {
  /** @returns when it has been taken, where that is not at once: until then nothing more may follow */
  chunk(bytes: Buffer): void | Promise<void>;
  end(): void | Promise<void>;
  /** As that of a {@link ComingBody}. */
  readonly room?: Buffer | undefined;
}

export interface BodyListener {
  /** The bytes of one whole message. @returns when it has been taken, where that is not at once */
  message(bytes: Buffer): void | Promise<void>;
  /** A message is longer than the cap. Once; nothing follows. */
  tooLarge(): void;
}

/** How far a stream was read, for taking it up again. Outlives the response. */
export interface StreamPosition {
  lastEventId: string | undefined;
  /** How long the server asks to wait before that. */
  retryMs: number | undefined;
}

/**
 * A body that is one message. It is kept until it is whole: a byte that is passed on before the id and the duplicate
 * keys were checked cannot be called back. What arrives in one chunk is not copied.
 */
export class JsonBody implements BodyReader {
  readonly #cap: number;
  readonly #announced: number;
  readonly #listener: BodyListener;
  #first: Buffer | undefined;
  #several: ComingBody | undefined;
  #size = 0;

  /**
   * @param cap most bytes
   * @param announced how many the server has said there are; 0 where it has not
   */
  constructor(cap: number, announced: number, listener: BodyListener) {
    this.#cap = cap;
    this.#announced = announced;
    this.#listener = listener;
  }

  get room(): Buffer | undefined {
    return this.#several?.room;
  }

  chunk(bytes: Buffer): void {
    if (this.#size > this.#cap) return;
    this.#size += bytes.length;
    if (this.#size > this.#cap) {
      this.#several = undefined;
      this.#listener.tooLarge();
    } else if (this.#first === undefined && bytes.length >= this.#announced) this.#first = bytes;
    else this.#oneMore(bytes);
  }

  end(): void | Promise<void> {
    if (this.#size > this.#cap) return;
    return this.#listener.message(this.#several?.whole() ?? this.#first ?? none);
  }

  #oneMore(bytes: Buffer): void {
    if (this.#several === undefined) {
      this.#several = new ComingBody(this.#announced);
      if (this.#first !== undefined) this.#several.add(this.#first);
      this.#first = none;
    }
    this.#several.add(bytes);
  }
}

/**
 * A body that is a stream of events. Each message is handed on as soon as its event is whole. Events of another type
 * are none of MCP's and mean nothing; one without data only moves the position.
 */
export class EventBody implements BodyReader {
  readonly #decoder: SseDecoder;
  readonly #position: StreamPosition;
  readonly #listener: BodyListener;
  #broken = false;

  /** @param cap most bytes of one event */
  constructor(cap: number, position: StreamPosition, listener: BodyListener) {
    this.#decoder = new SseDecoder({ line: cap, event: cap });
    this.#position = position;
    this.#listener = listener;
  }

  chunk(bytes: Buffer): void | Promise<void> {
    if (this.#broken) return;
    let events: SseEvent[];
    try {
      events = this.#decoder.push(bytes);
    } catch {
      this.#broken = true;
      this.#listener.tooLarge();
      return;
    }
    return this.#take(events, 0);
  }

  /** One after the other: what comes behind one that takes long waits for it. */
  #take(events: readonly SseEvent[], from: number): void | Promise<void> {
    const position = this.#position;
    for (let i = from; i < events.length; i += 1) {
      const { event, data, id, retry } = events[i] as SseEvent;
      position.lastEventId = id ?? position.lastEventId;
      position.retryMs = retry ?? position.retryMs;
      if (event !== 'message' || data.length === 0) continue;
      const taking = this.#listener.message(data);
      if (taking !== undefined) return taking.then(() => this.#take(events, i + 1));
    }
  }

  /** An event that is not ended by an empty line never was one. */
  end(): void {}
}
