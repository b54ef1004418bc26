import { type IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { type ReadHeaders, readHeaders } from './read-headers.ts';

/** Who takes a body: its pieces, and one of two ends. */
export interface BodyTaker {
  /** @returns `false` when nothing more is to be read for now */
  piece(bytes: Buffer): boolean;
  /** That was all of it. */
  whole(): void;
  /** The client is gone, or took too long. */
  brokenOff(): void;
}

/**
 * A request whose headers are read once, and whose body can be taken as the parser reads it.
 *
 * Of the body: Node puts a stream between the two, whose events and their
 * turns come to 3 µs a call, a twelfth of what a proxy costs that does nothing else; `push` is where the parser hands over what
 * goes into the stream. A body that nobody takes, or that had begun to come before, is in the stream as ever.
 */
export class DirectRequest extends IncomingMessage {
  #taker: BodyTaker | undefined;
  #begun = false;
  #headers: ReadHeaders | undefined;

  static {
    // Not as getters of the class: to the types they are fields.
    Object.defineProperties(DirectRequest.prototype, {
      // By this Node knows that its parser may let go of a request, and the stream of a body that was taken never ends.
      readableEnded: {
        get(this: DirectRequest): boolean {
          return this.#taker === undefined ? (nodes('readableEnded', this) as boolean) : this.complete;
        },
      },
      headers: {
        get(this: DirectRequest): IncomingHttpHeaders {
          return this.readHeaders.byName ?? (nodes('headers', this) as IncomingHttpHeaders);
        },
      },
    });
  }

  /** What `headers` are made of. Node itself asks for them before anybody else can. */
  get readHeaders(): ReadHeaders {
    this.#headers ??= readHeaders(this.rawHeaders);
    return this.#headers;
  }

  /** @returns `false` when something of the body is in the stream already: then all of it must be read from there */
  handTo(taker: BodyTaker): boolean {
    if (this.#begun || this.destroyed) return false;
    this.#taker = taker;
    // Node is to believe that the stream is being read: else it would empty it, turn by turn, when the response has ended.
    this._read(0);
    return true;
  }

  override push(chunk: Buffer | null, encoding?: BufferEncoding): boolean {
    const taker = this.#taker;
    if (taker === undefined) {
      this.#begun = true;
      return super.push(chunk, encoding);
    }
    if (chunk !== null) return taker.piece(chunk);
    taker.whole();
    return false;
  }

  override _destroy(error: Error | null, callback: (error?: Error | null) => void): void {
    if (!this.complete) this.#taker?.brokenOff();
    super._destroy(error, callback);
  }
}

/** What Node itself would say. */
function nodes(property: 'headers' | 'readableEnded', request: DirectRequest): unknown {
  return Reflect.get(IncomingMessage.prototype, property, request);
}
