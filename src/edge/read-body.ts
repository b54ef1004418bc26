import type { ServerResponse } from 'node:http';
import { bodyMemory, Fault } from '../kernel/index.ts';
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
    const refuseRest = (): void => {
      endConnection(response);
      reject(new Fault('too_large', `the body is larger than ${cap} bytes`));
    };
    if (declared !== undefined && Number(declared) > cap) {
      refuseRest();
      return;
    }
    if (expectsContinue) response.writeContinue();
    let first: Buffer | undefined;
    let rest: Buffer[] | undefined;
    let length = 0;
    const taker: BodyTaker = {
      piece: (bytes) => {
        length += bytes.length;
        if (length > cap) {
          if (length - bytes.length <= cap) refuseRest();
          return length - cap <= tolerated;
        }
        if (first === undefined) first = bytes;
        else if (rest === undefined) rest = [first, bytes];
        else rest.push(bytes);
        return true;
      },
      whole: () => {
        if (length <= cap) resolve(rest === undefined ? (first ?? Buffer.alloc(0)) : bodyMemory.gather(rest, length));
      },
      brokenOff: () => reject(new Fault('bad_request', 'the request broke off')),
    };
    if (!request.handTo(taker)) readFromStream(request, taker);
  });
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
