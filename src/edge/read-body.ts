import type { IncomingMessage, ServerResponse } from 'node:http';
import { Fault } from '../kernel/index.ts';
import { endConnection } from './ending-connections.ts';

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
  request: IncomingMessage,
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
    request.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length > cap) {
        request.pause();
        request.removeAllListeners('data');
        refuseRest();
      } else if (first === undefined) first = chunk;
      else if (rest === undefined) rest = [first, chunk];
      else rest.push(chunk);
    });
    request.on('end', () => resolve(rest === undefined ? (first ?? Buffer.alloc(0)) : Buffer.concat(rest, length)));
    // Node asks for 'error' to be heard only when somebody listens; 'close' follows in every case. It comes after 'end'
    // as well, and a Fault (with its stack trace) is not made for nothing on every call.
    request.on('close', () => {
      if (!request.readableEnded) reject(new Fault('bad_request', 'the request broke off'));
    });
  });
}
