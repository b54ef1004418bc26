import { bodyMemory } from '../../kernel/index.ts';
import { SseDecoder } from '../../protocol/index.ts';

/** Takes the body of a response piece by piece. */
export interface BodyReader {
  chunk(bytes: Buffer): void;
  end(): void;
}

export interface BodyListener {
  /** The bytes of one whole message. */
  message(bytes: Buffer): void;
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
  readonly #listener: BodyListener;
  #chunks: Buffer[] = [];
  #size = 0;

  /** @param cap most bytes */
  constructor(cap: number, listener: BodyListener) {
    this.#cap = cap;
    this.#listener = listener;
  }

  chunk(bytes: Buffer): void {
    if (this.#size > this.#cap) return;
    this.#size += bytes.length;
    if (this.#size <= this.#cap) this.#chunks.push(bytes);
    else {
      this.#chunks = [];
      this.#listener.tooLarge();
    }
  }

  end(): void {
    if (this.#size > this.#cap) return;
    this.#listener.message(bodyMemory.gather(this.#chunks, this.#size));
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

  chunk(bytes: Buffer): void {
    if (this.#broken) return;
    let events: ReturnType<SseDecoder['push']>;
    try {
      events = this.#decoder.push(bytes);
    } catch {
      this.#broken = true;
      this.#listener.tooLarge();
      return;
    }
    const position = this.#position;
    for (const { event, data, id, retry } of events) {
      position.lastEventId = id ?? position.lastEventId;
      position.retryMs = retry ?? position.retryMs;
      if (event === 'message' && data.length > 0) this.#listener.message(data);
    }
  }

  /** An event that is not ended by an empty line never was one. */
  end(): void {}
}
