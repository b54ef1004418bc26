import type { ServerResponse } from 'node:http';
import type { Exchange } from '../../edge/index.ts';
import { encodeEvent } from '../../protocol/index.ts';
import type { Reply } from '../reply.ts';
import { beginStream, type EventStream } from './event-stream.ts';

/** Beyond this, putting head and body together costs more than writing them one by one. */
const oneWriteBytes = 16 * 1024;

/**
 * The answer to one POST. It is a JSON body until something must be said before the answer; only then, and only when
 * the client takes streams, does it become one.
 */
export class HttpReply implements Reply {
  readonly #response: ServerResponse;
  readonly #acceptsStream: boolean;
  #stream: EventStream | undefined;
  #ended = false;

  constructor(exchange: Exchange) {
    this.#response = exchange.response;
    this.#acceptsStream = acceptsEventStream(exchange.header('accept'));
  }

  message(bytes: Buffer): boolean {
    if (this.#ended || !this.#acceptsStream || this.#response.destroyed) return false;
    this.#stream ??= beginStream(this.#response);
    return this.#stream.send(bytes);
  }

  wait(): void {
    if (this.#ended || !this.#acceptsStream || this.#response.destroyed) return;
    this.#stream ??= beginStream(this.#response);
  }

  end(bytes: Buffer, status: number): void {
    if (this.#ended) return;
    this.#ended = true;
    if (this.#stream !== undefined) {
      this.#stream.end(encodeEvent(bytes));
      return;
    }
    this.#response.writeHead(status, ['Content-Type', 'application/json', 'Content-Length', String(bytes.length)]);
    if (bytes.length > oneWriteBytes) this.#response.end(bytes);
    // As text, byte for byte, it is written together with the head; bytes beside text go out as a list of two.
    else this.#response.end(bytes.toString('latin1'), 'latin1');
  }

  close(): void {
    if (this.#ended) return;
    this.#ended = true;
    if (this.#stream !== undefined) this.#stream.end();
    else {
      // A cancelled request is owed no answer (MCP, cancellation); 202 says that there is none.
      this.#response.writeHead(202, { 'Content-Length': 0 });
      this.#response.end();
    }
  }

  onGone(handler: () => void): void {
    // One that has left already will not say so again.
    if (this.#response.closed) {
      if (!this.#response.writableFinished) handler();
      return;
    }
    this.#response.once('close', () => {
      if (!this.#response.writableFinished) handler();
    });
  }
}

/** A client that says nothing of what it accepts takes anything, as HTTP has it. */
function acceptsEventStream(accept: string | undefined): boolean {
  return accept === undefined || /(?:^|[\s,])(?:text\/event-stream|text\/\*|\*\/\*)(?:[\s,;]|$)/i.test(accept);
}
