import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { codeFacts, type ErrorCode, type RefusalCode } from '../kernel/index.ts';
import { endConnection } from './ending-connections.ts';

/** Every refusal has one form: a JSON-RPC error that answers no request, with the stable code in `data.code`. */
function bodyOf(code: ErrorCode | RefusalCode | undefined, message: string): string {
  const error = code === undefined ? { code: -32603, message } : { code: codeFacts(code).rpc, message, data: { code } };
  return JSON.stringify({ jsonrpc: '2.0', error, id: null });
}

/** A body up to this size is read and thrown away, so that the connection can go on; for more it is not worth it. */
const worthSkipping = 64 * 1024;

/**
 * Whether what is still to come of a refused request's body is read and thrown away. A connection that ends instead costs
 * its client and the gateway another one, which is more than the call would have cost.
 */
export function skipsBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] === undefined && Number(headers['content-length'] ?? 0) <= worthSkipping;
}

/**
 * Answers with a stable code and a sentence. A large body that was announced is not waited for: the connection ends.
 *
 * @param code `undefined`: an internal error, status 500
 */
export function refuse(response: ServerResponse, code: ErrorCode | RefusalCode | undefined, message: string): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const body = bodyOf(code, message);
  response.statusCode = code === undefined ? 500 : codeFacts(code).status;
  response.setHeader('Content-Type', 'application/json');
  response.setHeader('Content-Length', Buffer.byteLength(body));
  if (!skipsBody(response.req)) endConnection(response);
  // Node is told to throw when an answer to HEAD is given a body (`rejectNonStandardBodyWrites`).
  response.end(response.req.method === 'HEAD' ? undefined : body);
}

/** What Node's parser and timers turn away before there is a request, by the code of the error they raise. */
const parserStatus: ReadonlyMap<string, readonly [string, RefusalCode, string]> = new Map([
  ['HPE_HEADER_OVERFLOW', ['431 Request Header Fields Too Large', 'too_large', 'the headers are too large']],
  ['HPE_CHUNK_EXTENSIONS_OVERFLOW', ['413 Content Too Large', 'too_large', 'the chunk extensions are too large']],
  ['ERR_HTTP_REQUEST_TIMEOUT', ['408 Request Timeout', 'bad_request', 'the request took too long to arrive']],
]);

/** Where Node keeps the response that is being written on a socket; its own handler of such errors asks it too. */
type BusySocket = Socket & { readonly _httpMessage?: ServerResponse | null };

/**
 * Answers on the bare socket, for there is no response object yet, and closes it. When part of another answer is on
 * it already, nothing may follow.
 *
 * @returns the code under which it counts
 */
export function refuseRaw(socket: Socket, error: NodeJS.ErrnoException): RefusalCode {
  const [status, code, message] = parserStatus.get(error.code ?? '') ?? [
    '400 Bad Request',
    'bad_request' as const,
    'the request is no well-formed HTTP/1.1',
  ];
  const busy = (socket as BusySocket)._httpMessage?.headersSent === true;
  if (socket.writable && !busy && error.code !== 'ECONNRESET') {
    const body = bodyOf(code, message);
    const head = `HTTP/1.1 ${status}\r\nX-Content-Type-Options: nosniff\r\nCache-Control: no-store\r\n`;
    socket.end(
      `${head}Content-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
    );
  }
  // With `end` above, this waits until the answer has left.
  socket.destroySoon();
  return code;
}
