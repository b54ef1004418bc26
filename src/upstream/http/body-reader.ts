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
 *
 * @param cap most bytes
 */
export function jsonBody(cap: number, listener: BodyListener): BodyReader {
  let chunks: Buffer[] = [];
  let size = 0;
  return {
    chunk(bytes) {
      if (size > cap) return;
      size += bytes.length;
      if (size <= cap) chunks.push(bytes);
      else {
        chunks = [];
        listener.tooLarge();
      }
    },
    end() {
      if (size > cap) return;
      const [only] = chunks;
      listener.message(only !== undefined && chunks.length === 1 ? only : Buffer.concat(chunks, size));
    },
  };
}

/**
 * A body that is a stream of events. Each message is handed on as soon as its event is whole. Events of another type
 * are none of MCP's and mean nothing; one without data only moves the position.
 *
 * @param cap most bytes of one event
 */
export function eventBody(cap: number, position: StreamPosition, listener: BodyListener): BodyReader {
  const decoder = new SseDecoder({ line: cap, event: cap });
  let broken = false;
  return {
    chunk(bytes) {
      if (broken) return;
      let events: ReturnType<SseDecoder['push']>;
      try {
        events = decoder.push(bytes);
      } catch {
        broken = true;
        listener.tooLarge();
        return;
      }
      for (const { event, data, id, retry } of events) {
        position.lastEventId = id ?? position.lastEventId;
        position.retryMs = retry ?? position.retryMs;
        if (event === 'message' && data.length > 0) listener.message(data);
      }
    },
    // An event that is not ended by an empty line never was one.
    end() {},
  };
}
