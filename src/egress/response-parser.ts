import { ResponseFault } from './response-fault.ts';
import { type ResponseHeaders, readResponseHead } from './response-head.ts';

/** What a response comes to, in order: one `head` after any number of interim ones, pieces of the body, the end. */
export interface ResponseEvents {
  head(status: number, headers: ResponseHeaders): void;
  /** @returns when it has been taken, where that is not at once: until then nothing follows */
  data(chunk: Buffer): void | Promise<void>;
  /** @param reusable whether another request may follow on this connection */
  end(reusable: boolean): void | Promise<void>;
}

const none = Buffer.alloc(0);
const lineEnd = Buffer.from('\r\n');
const headEnd = Buffer.from('\r\n\r\n');
/** Size lines with their extensions, and trailers: nothing that anybody reads. */
const mostIgnoredBytes = 4096;
const sizeLine = /^([0-9A-Fa-f]{1,8})(?:[ \t]*;[\t\x20-\x7e\x80-\xff]*)?$/;

type State = 'idle' | 'head' | 'sized' | 'size line' | 'chunk' | 'chunk end' | 'trailers' | 'until close';

/**
 * Reads HTTP/1 responses from a connection that carries one request at a time. Strict where two readers could differ
 * (RFC 9112): line ends are CR LF, a field has a name and no folds, a length is decimal and stands once, nothing but
 * `chunked` is a transfer coding and it excludes a length. Whatever is not so is a `ResponseFault`, after which the
 * connection must be closed.
 */
export class ResponseParser {
  readonly #events: ResponseEvents;
  readonly #mostHeadBytes: number;
  #state: State = 'idle';
  /** What was read of a line or a head that is not whole yet. */
  #kept: Buffer = none;
  /** Bytes of the body, or of the chunk, that are still to come. */
  #left = 0;
  #reusable = false;
  #bodiless = false;
  #ignored = 0;
  /** Set while what was handed on last is being taken. */
  #taking: Promise<void> | undefined;

  /** @param mostHeadBytes of a response's head with its interim heads; no byte beyond is kept */
  constructor(events: ResponseEvents, mostHeadBytes: number) {
    this.#events = events;
    this.#mostHeadBytes = mostHeadBytes;
  }

  /** A request goes out. @param bodiless a response to it has no body, whatever its head says (HEAD) */
  expect(bodiless: boolean): void {
    this.#state = 'head';
    this.#bodiless = bodiless;
    this.#ignored = 0;
  }

  /** How many bytes of a body of announced length are still to come. */
  get left(): number {
    return this.#state === 'sized' ? this.#left : 0;
  }

  /**
   * @returns when all of it has been taken, where that is not at once: until then nothing more may be pushed. Rejects like it throws
   * @throws ResponseFault
   */
  push(bytes: Buffer): void | Promise<void> {
    let rest = this.#kept.length === 0 ? bytes : Buffer.concat([this.#kept, bytes]);
    this.#kept = none;
    while (rest.length > 0) {
      // Whoever takes a piece that is all there is may be done with its memory at once: it is not looked at afterwards.
      const { length } = rest;
      const taken = this.#step(rest);
      if (taken === 0) {
        this.#kept = rest;
        return;
      }
      rest = taken === length ? none : rest.subarray(taken);
      const taking = this.#taking;
      if (taking === undefined) continue;
      this.#taking = undefined;
      const behind = rest;
      return taking.then(() => this.push(behind));
    }
  }

  /** The server has closed the connection. @throws ResponseFault when that cuts a response short */
  close(): void | Promise<void> {
    if (this.#state === 'idle') return;
    if (this.#state !== 'until close') throw new ResponseFault('broken', 'the connection ended inside a response');
    return this.#end(false);
  }

  /** @returns how many bytes were dealt with; 0 when more are needed */
  #step(bytes: Buffer): number {
    switch (this.#state) {
      case 'idle':
        throw malformed('something follows the response');
      case 'head':
        return this.#head(bytes);
      case 'sized':
        return this.#body(bytes, () => this.#end(this.#reusable));
      case 'chunk':
        return this.#body(bytes, () => {
          this.#state = 'chunk end';
        });
      case 'chunk end':
        if (bytes.length < 2) return bytes[0] === 0x0d ? 0 : this.#noLineEnd();
        if (bytes[0] !== 0x0d || bytes[1] !== 0x0a) this.#noLineEnd();
        this.#state = 'size line';
        return 2;
      case 'size line':
        return this.#line(bytes, (line) => this.#size(line));
      case 'trailers':
        return this.#line(bytes, (line) => {
          if (line === '') this.#taking = this.#end(this.#reusable) ?? undefined;
        });
      case 'until close':
        this.#taking = this.#events.data(bytes) ?? undefined;
        return bytes.length;
    }
  }

  #head(bytes: Buffer): number {
    const end = bytes.indexOf(headEnd);
    if (this.#ignored + (end === -1 ? bytes.length : end) > this.#mostHeadBytes)
      throw malformed('the head is too long');
    if (end === -1) return 0;
    const head = readResponseHead(bytes.toString('latin1', 0, end));
    if (head.status === 101) throw malformed('the protocol was changed unasked');
    if (head.status < 200) {
      this.#ignored += end + 4;
      return end + 4;
    }
    this.#reusable = head.persistent;
    this.#left = head.length ?? 0;
    const empty = this.#bodiless || head.status === 204 || head.status === 304;
    if (!empty) this.#state = head.chunked ? 'size line' : head.length === undefined ? 'until close' : 'sized';
    this.#ignored = 0;
    this.#events.head(head.status, head.headers);
    if (empty || (this.#state === 'sized' && this.#left === 0)) this.#taking = this.#end(this.#reusable) ?? undefined;
    return end + 4;
  }

  #body(bytes: Buffer, whole: () => void | Promise<void>): number {
    const piece = bytes.length > this.#left ? bytes.subarray(0, this.#left) : bytes;
    const { length } = piece;
    this.#left -= length;
    const isLast = this.#left === 0;
    const taking = this.#events.data(piece);
    if (taking !== undefined) this.#taking = isLast ? taking.then(whole) : taking;
    else if (isLast) this.#taking = whole() ?? undefined;
    return length;
  }

  #line(bytes: Buffer, take: (line: string) => void): number {
    const end = bytes.indexOf(lineEnd);
    this.#ignored += end === -1 ? 0 : end;
    if (this.#ignored + (end === -1 ? bytes.length : 0) > mostIgnoredBytes)
      throw malformed('more beside the body than in it');
    if (end === -1) return 0;
    take(bytes.toString('latin1', 0, end));
    return end + 2;
  }

  #size(line: string): void {
    const digits = sizeLine.exec(line)?.[1];
    if (digits === undefined) throw malformed('a chunk without a size');
    this.#ignored = 0;
    this.#left = Number.parseInt(digits, 16);
    this.#state = this.#left === 0 ? 'trailers' : 'chunk';
  }

  #noLineEnd(): never {
    throw malformed('a chunk is longer than it says');
  }

  #end(reusable: boolean): void | Promise<void> {
    this.#state = 'idle';
    return this.#events.end(reusable);
  }
}

function malformed(what: string): ResponseFault {
  return new ResponseFault('malformed', what);
}
