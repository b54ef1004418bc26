import type { ServerResponse } from 'node:http';
import { ComingBody, Fault } from '../kernel/index.ts';
import type { BodyTaker, DirectRequest } from './direct-request.ts';
import { endConnection } from './ending-connections.ts';

/** So much of a body beyond its cap is still read, and thrown away: who is cut off while it sends may not hear why. */
const tolerated = 64 * 1024;

/**
 * Reads a body to its end.
 *
 * @param declared its `Content-Length`, so that what is too large is refused before it is read, or even sent
 * @param cap most bytes
 * @param response told to close the connection when the rest of the body is not read
 * @param expectsContinue the client waits to hear that its body is wanted
 * @throws Fault `too_large`, or `bad_request` when the client breaks off
 */
export function readBody(
  request: DirectRequest,
  declared: string | undefined,
  cap: number,
  response: ServerResponse,
  expectsContinue: boolean,
): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const body = new Body(Number(declared ?? 0), cap, response, resolve, reject);
    if (declared !== undefined && Number(declared) > cap) {
      body.refuseRest();
      return;
    }
    if (expectsContinue) response.writeContinue();
    if (!request.handTo(body)) readFromStream(request, body);
  });
}

/** A body that is coming. One object, as it is one a call: closures would be five. */
class Body implements BodyTaker {
  readonly #declared: number;
  readonly #cap: number;
  readonly #response: ServerResponse;
  readonly #resolve: (bytes: Buffer) => void;
  readonly #reject: (fault: Fault) => void;
  #first: Buffer | undefined;
  #several: ComingBody | undefined;
  #length = 0;

  constructor(
    declared: number,
    cap: number,
    response: ServerResponse,
    resolve: (bytes: Buffer) => void,
    reject: (fault: Fault) => void,
  ) {
    this.#declared = declared;
    this.#cap = cap;
    this.#response = response;
    this.#resolve = resolve;
    this.#reject = reject;
  }

  refuseRest(): void {
    endConnection(this.#response);
    this.#reject(new Fault('too_large', `the body is larger than ${this.#cap} bytes`));
  }

  piece(bytes: Buffer): boolean {
    const cap = this.#cap;
    this.#length += bytes.length;
    if (this.#length > cap) {
      if (this.#length - bytes.length <= cap) this.refuseRest();
      return this.#length - cap <= tolerated;
    }
    if (this.#first === undefined) this.#first = bytes;
    else this.#oneMore(this.#first, bytes);
    return true;
  }

  whole(): void {
    if (this.#length > this.#cap) return;
    this.#resolve(this.#several?.whole() ?? this.#first ?? Buffer.alloc(0));
  }

  #oneMore(first: Buffer, bytes: Buffer): void {
    if (this.#several === undefined) {
      this.#several = new ComingBody(this.#declared);
      this.#several.add(first);
    }
    this.#several.add(bytes);
  }

  brokenOff(): void {
    this.#reject(new Fault('bad_request', 'the request broke off'));
  }
}

/** Whoever waits for something before it reads a body finds it, or its beginning, in Node's stream. */
function readFromStream(request: DirectRequest, taker: BodyTaker): void {
  request.on('data', (bytes: Buffer) => {
    if (!taker.piece(bytes)) request.pause();
  });
  request.on('end', () => taker.whole());
  // Node asks for 'error' to be heard only when somebody listens; 'close' follows in every case. It comes after 'end'
  // as well, and a Fault (with its stack trace) is not made for nothing.
  request.on('close', () => {
    if (!request.readableEnded) taker.brokenOff();
  });
}
