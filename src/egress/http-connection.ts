import type { Socket } from 'node:net';
import { bodyMemory, type Clock, longReadMs } from '../kernel/index.ts';
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
  /** What it read last took long: it is read on when it is its turn. */
  readLater(connection: HttpConnection): void;
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
  /** What was read is still being taken. */
  #taking = false;
  /** What came all the same meanwhile: of what TLS has decrypted nothing can be left. */
  readonly #behind: (Buffer | undefined)[] = [];

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

  data(chunk: Buffer): void | Promise<void> {
    return this.#handler?.onResponseData(chunk);
  }

  end(reusable: boolean): void | Promise<void> {
    const handler = this.#handler;
    this.#handler = undefined;
    this.#request = undefined;
    this.#ended = true;
    if (!reusable || this.#keepMs <= 0) this.#socket.destroy();
    try {
      return handler?.onResponseEnd()?.catch((thrown) => this.#unfinished(handler, thrown));
    } catch (thrown) {
      return this.#unfinished(handler, thrown);
    }
  }

  /** Whoever was to be given the end of a response is told of what went wrong with it. */
  #unfinished(handler: ResponseHandler | undefined, thrown: unknown): never {
    this.#handler = handler;
    throw thrown;
  }

  #expectWithin(ms: number, now = this.#ground.clock.monotonic()): void {
    this.#deadline = ms === 0 ? Number.POSITIVE_INFINITY : now + ms;
  }

  /** Where the next bytes are to be read into, if there is a place for them. */
  get room(): Buffer | undefined {
    const { left } = this.#parser;
    return left === 0 ? undefined : this.#handler?.room?.();
  }

  /**
   * What the socket's reader is given.
   *
   * @param bytes `undefined`: the server says no more
   * @returns whether it may be read on in this turn
   */
  read(bytes: Buffer | undefined): boolean {
    if (this.#taking) {
      this.#behind.push(bytes);
      return false;
    }
    const began = this.#ground.clock.monotonic();
    try {
      const taking = bytes === undefined ? this.#parser.close() : this.#parser.push(bytes);
      if (taking === undefined) return this.#taken(began);
      this.#taking = true;
      // However long it takes: it is not the server that is waited for.
      this.#deadline = Number.POSITIVE_INFINITY;
      taking.then(
        () => this.#takenLate(),
        (thrown) => this.#broken(thrown),
      );
      return false;
    } catch (error) {
      this.#broken(error);
      return true;
    }
  }

  /** It is its turn again. */
  readOn(): void {
    if (!this.#taking) this.#socket.resume();
  }

  #takenLate(): void {
    this.#taking = false;
    this.#taken(this.#ground.clock.monotonic());
    while (this.#behind.length > 0 && !this.#taking) this.read(this.#behind.shift());
    this.readOn();
  }

  #broken(error: unknown): void {
    if (error instanceof ResponseFault) {
      this.#fail(error);
      return;
    }
    // From here it would end the process, and with it the calls of everybody.
    this.#ground.fault(error);
    this.#fail(new ResponseFault('unhandled', 'the response could not be taken in', error));
  }

  /** @returns whether it was quick enough to read on at once */
  #taken(began: number): boolean {
    const now = this.#ground.clock.monotonic();
    if (this.#ended) {
      // Only now: had something followed the response in the same bytes, the connection would be gone instead, and no
      // other request may ever be answered by it.
      this.#ended = false;
      this.#expectWithin(this.#keepMs, now);
      if (!this.#socket.destroyed) this.#ground.free(this);
      return true;
    }
    if (this.#hasHead && this.#handler !== undefined) {
      this.#expectWithin(this.#request?.idleMs ?? this.#ground.idleMs, now);
    }
    if (now - began < longReadMs) return true;
    this.#ground.readLater(this);
    return false;
  }

  #fail(fault: ResponseFault): void {
    const handler = this.#handler;
    this.#handler = undefined;
    this.#request = undefined;
    this.#socket.destroy();
    if (handler !== undefined) failRequest(handler, fault, (thrown) => this.#ground.fault(thrown));
  }
}
