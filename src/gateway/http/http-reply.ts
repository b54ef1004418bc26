import type { ServerResponse } from 'node:http';
import type { Exchange } from '../../edge/index.ts';
import { type ByteParts, joined, lengthOf } from '../../kernel/index.ts';
import { encodeEvent } from '../../protocol/index.ts';
import type { ClientEnd } from '../client-end.ts';
import type { Reply } from '../reply.ts';
import type { Session } from '../sessions/session.ts';
import { beginStream, type EventStream } from './event-stream.ts';
import type { LoggedStream } from './stream-log.ts';

/** Beyond this, putting head and body together costs more than writing them one by one. */
const oneWriteBytes = 16 * 1024;

/**
 * The answer to one POST. It is a JSON body until something must be said before the answer; only then, and only when
 * the client takes streams, does it become one.
 */
export class HttpReply implements Reply {
  readonly #response: ServerResponse;
  readonly #exchange: Exchange;
  #stream: EventStream | undefined;
  #logged: LoggedStream | undefined;
  #resumable: { readonly end: ClientEnd; readonly primes: boolean } | undefined;
  #ended = false;
  #standsFor: string | undefined;

  constructor(exchange: Exchange) {
    this.#response = exchange.response;
    this.#exchange = exchange;
  }

  standsOpen(grantId: string): void {
    this.#standsFor = grantId;
  }

  /** It is one of its grant's streams, and no answer that is waited for. */
  get isStanding(): boolean {
    return this.#standsFor !== undefined;
  }

  /** The answer belongs to a session: where it becomes a stream, its client may take that up again. */
  resumableIn({ end, revision }: Pick<Session, 'end' | 'revision'>): void {
    this.#resumable = { end, primes: revision.version === '2025-11-25' };
  }

  message(bytes: Buffer): boolean {
    this.#begin();
    if (this.#logged !== undefined) return !this.#ended && this.#logged.send(bytes);
    return this.#stream?.send(bytes) ?? false;
  }

  wait(): void {
    this.#begin();
  }

  #begin(): void {
    const isBegun = this.#stream !== undefined;
    if (isBegun || this.#ended || this.#response.destroyed) return;
    if (!acceptsEventStream(this.#exchange.header('accept'))) return;
    const stream = beginStream(this.#response, this.#standsFor);
    this.#stream = stream;
    if (this.#resumable === undefined) return;
    const { end, primes } = this.#resumable;
    const logged = end.log.begin();
    this.#logged = logged;
    logged.attach(stream, primes);
    this.#response.once('close', () => logged.detach(stream));
  }

  /** @param more names and values of further headers, in turn. They are not set one by one: Node would build the head slowly */
  end(bytes: ByteParts, status: number, sent?: () => void, more: readonly string[] = []): void {
    if (this.#ended) return;
    this.#ended = true;
    if (this.#logged !== undefined) {
      this.#logged.end(joined(bytes));
      sent?.();
      return;
    }
    if (this.#stream !== undefined) {
      this.#stream.end(encodeEvent(joined(bytes)));
      sent?.();
      return;
    }
    const headers = ['Content-Type', 'application/json', 'Content-Length', String(lengthOf(bytes))];
    this.#response.writeHead(status, more.length === 0 ? headers : headers.concat(more));
    // As text it is written together with the head; bytes beside text go out as a list of two.
    if (typeof bytes === 'string') {
      this.#response.end(bytes, 'latin1');
      sent?.();
    } else if (!Buffer.isBuffer(bytes)) this.#endInParts(bytes, sent);
    else if (bytes.length > oneWriteBytes) this.#response.end(bytes);
    else this.#response.end(bytes.toString('latin1'), 'latin1');
  }

  /** Head and parts go out in one system call. */
  #endInParts(parts: readonly Buffer[], sent: (() => void) | undefined): void {
    const response = this.#response;
    if (sent !== undefined) response.once('finish', sent);
    response.cork();
    for (const part of parts) response.write(part);
    // Which uncorks as well.
    response.end();
  }

  close(): void {
    if (this.#ended) return;
    this.#ended = true;
    if (this.#logged !== undefined) this.#logged.end();
    else if (this.#stream !== undefined) this.#stream.end();
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
