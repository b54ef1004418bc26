import type { Socket } from 'node:net';
import { bodyMemory, type Clock } from '../kernel/index.ts';
import { failRequest } from './fail-request.ts';
import type { OriginRequest, ResponseHandler } from './origin.ts';
import { ResponseFault } from './response-fault.ts';
import type { ResponseHeaders } from './response-head.ts';
import { type ResponseEvents, ResponseParser } from './response-parser.ts';
import { writeRequest } from './write-request.ts';

/** What a connection needs of the origin it belongs to. */
export interface ConnectionGround {
  readonly host: string;
  readonly clock: Pick<Clock, 'monotonic'>;
  readonly firstByteMs: number;
  readonly idleMs: number;
  /** It can carry the next request. */
  free(connection: HttpConnection): void;
  gone(connection: HttpConnection): void;
  /** Whoever hears the response has thrown; its request has been told. */
  fault(thrown: unknown): void;
}

/** As long as a connection may wait for its next request when the server does not say. */
const keepAliveMs = 60_000;
/** A server closes after the time that it announces; a request must not be on its way then. */
const marginMs = 1_500;
const mostHeadBytes = 16 * 1024;
const announced = /(?:^|[\t ,;])timeout=([0-9]{1,6})/i;

/** One connection to an origin, one request at a time. Times are monotonic ms. */
export class HttpConnection implements ResponseEvents {
  readonly #socket: Socket;
  readonly #ground: ConnectionGround;
  readonly #parser: ResponseParser;
  #handler: ResponseHandler | undefined;
  #request: OriginRequest | undefined;
  /** When what is waited for is late: the head, the next piece, or, between requests, the next request. */
  #deadline = Number.POSITIVE_INFINITY;
  #keepMs = keepAliveMs;
  /** What the server said last of how long it keeps connections, by which `keepMs` was set: it says so with each response. */
  #announcement: string | string[] | undefined;
  #hasHead = false;
  /** A response has ended within the bytes that are being read. */
  #ended = false;

  constructor(socket: Socket, ground: ConnectionGround) {
    this.#socket = socket;
    this.#ground = ground;
    this.#parser = new ResponseParser(this, mostHeadBytes);
    socket.setNoDelay(true);
    socket.on('end', () => this.read(undefined));
    socket.on('error', (error) => this.#fail(new ResponseFault('broken', 'the connection broke', error)));
    socket.on('close', () => {
      this.#fail(new ResponseFault('broken', 'the connection was closed'));
      ground.gone(this);
    });
  }

  /** @throws TypeError when the request is malformed; nothing was written */
  send(request: OriginRequest, handler: ResponseHandler): void {
    const { text, body } = writeRequest(request, this.#ground.host);
    this.#request = request;
    this.#handler = handler;
    this.#hasHead = false;
    this.#parser.expect(request.method === 'HEAD');
    this.#expectWithin(request.firstByteMs ?? this.#ground.firstByteMs);
    // What ends a request ends no other: by the time that it is used the connection may carry the next one.
    handler.onRequestStart({ abort: () => this.#handler === handler && this.drop() });
    if (this.#handler === undefined) return;
    if (body === undefined) this.#socket.write(text, 'latin1');
    else this.#writeBehind(text, body);
  }

  /** What is being written is not given away, however soon the answer comes. */
  #writeBehind(text: string, body: readonly Buffer[]): void {
    const socket = this.#socket;
    socket.cork();
    socket.write(text, 'latin1');
    for (const part of body) {
      bodyMemory.hold(part);
      socket.write(part, (error) => {
        if (error == null) bodyMemory.letGo(part);
      });
    }
    socket.uncork();
  }

  /** Closes it; whoever has a request under way hears nothing more. */
  drop(): void {
    this.#handler = undefined;
    this.#request = undefined;
    this.#socket.destroy();
  }

  /** Closes it; a request that is under way fails. */
  destroy(): void {
    this.#fail(new ResponseFault('broken', 'the way to the server was closed'));
  }

  /** Whether it may still be given a request. */
  usable(now: number): boolean {
    return now < this.#deadline && this.#socket.writable;
  }

  /** Ends what is late, and a connection that nobody has used for long. */
  check(now: number): void {
    if (now < this.#deadline) return;
    const code = this.#hasHead ? 'idle_timeout' : 'first_byte_timeout';
    this.#fail(new ResponseFault(code, 'the response did not come in time'));
  }

  head(status: number, headers: ResponseHeaders): void {
    this.#hasHead = true;
    const keepAlive = headers['keep-alive'];
    if (keepAlive !== this.#announcement) {
      this.#announcement = keepAlive;
      const seconds = typeof keepAlive === 'string' ? announced.exec(keepAlive)?.[1] : undefined;
      this.#keepMs = seconds === undefined ? keepAliveMs : Math.min(keepAliveMs, Number(seconds) * 1_000 - marginMs);
    }
    this.#handler?.onResponseStart(status, headers);
  }

  data(chunk: Buffer): void {
    this.#handler?.onResponseData(chunk);
  }

  end(reusable: boolean): void {
    const handler = this.#handler;
    this.#handler = undefined;
    this.#request = undefined;
    this.#ended = true;
    if (!reusable || this.#keepMs <= 0) this.#socket.destroy();
    try {
      handler?.onResponseEnd();
    } catch (thrown) {
      this.#handler = handler;
      throw thrown;
    }
  }

  #expectWithin(ms: number): void {
    this.#deadline = ms === 0 ? Number.POSITIVE_INFINITY : this.#ground.clock.monotonic() + ms;
  }

  /** What the socket's reader is given. @param bytes `undefined`: the server says no more */
  read(bytes: Buffer | undefined): void {
    try {
      if (bytes === undefined) this.#parser.close();
      else this.#parser.push(bytes);
    } catch (error) {
      if (error instanceof ResponseFault) this.#fail(error);
      else {
        // From here it would end the process, and with it the calls of everybody.
        this.#ground.fault(error);
        this.#fail(new ResponseFault('unhandled', 'the response could not be taken in', error));
      }
      return;
    }
    if (this.#ended) {
      // Only now: had something followed the response in the same bytes, the connection would be gone instead, and no
      // other request may ever be answered by it.
      this.#ended = false;
      this.#expectWithin(this.#keepMs);
      if (!this.#socket.destroyed) this.#ground.free(this);
    } else if (this.#hasHead && this.#handler !== undefined) {
      this.#expectWithin(this.#request?.idleMs ?? this.#ground.idleMs);
    }
  }

  #fail(fault: ResponseFault): void {
    const handler = this.#handler;
    this.#handler = undefined;
    this.#request = undefined;
    this.#socket.destroy();
    if (handler !== undefined) failRequest(handler, fault, (thrown) => this.#ground.fault(thrown));
  }
}
