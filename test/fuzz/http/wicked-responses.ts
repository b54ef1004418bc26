/** What a server says that wants another client to get its words. */
const stolen = '{"jsonrpc":"2.0","id":1,"result":{"content":[{"type":"text","text":"mark=stolen"}]}}';
const type = 'Content-Type: application/json\r\n';
const ok = `HTTP/1.1 200 OK\r\n${type}`;
const second = `${ok}Content-Length: ${stolen.length}\r\n\r\n${stolen}`;

/**
 * Responses that are two to one reader and one to another (the same game on the way back). Whatever becomes of the call
 * that asked for it, no other call may be answered by what stands behind.
 */
export const responses: readonly ((body: string) => string)[] = [
  (body) => `${ok}Content-Length: ${body.length}\r\n\r\n${body}${second}`,
  (body) => `${ok}Content-Length: ${body.length}\r\n\r\n${body}\r\n\r\n${second}`,
  (body) => `${ok}Content-Length: ${Math.max(0, body.length - 9)}\r\n\r\n${body}`,
  (body) => `${ok}Content-Length: ${body.length}\r\nContent-Length: 0\r\n\r\n${body}${second}`,
  (body) => `${ok}Content-Length: ${body.length}\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${second}${body}`,
  (body) => `${ok}Transfer-Encoding: chunked\r\n\r\n${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n${second}`,
  (body) => `${ok}Transfer-Encoding: chunked\r\n\r\n${body.length.toString(16)};a\n${body}\r\n0\r\n\r\n`,
  (body) => `${ok}Content-Length : ${body.length}\r\n\r\n${body}${second}`,
  (body) => `${ok}X: a\r\n Content-Length: 0\r\nContent-Length: ${body.length}\r\n\r\n${body}${second}`,
  (body) => `${ok.replaceAll('\r\n', '\n')}Content-Length: ${body.length}\n\n${body}${second}`,
  (body) => `HTTP/1.1 100 Continue\r\n\r\n${ok}Content-Length: ${body.length}\r\n\r\n${body}`,
  (body) => `HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n${second}${body}`,
  (body) => `HTTP/1.1 204 No Content\r\nContent-Length: ${body.length}\r\n\r\n${body}${second}`,
  (body) => `HTTP/1.1 304 Not Modified\r\nContent-Length: ${second.length}\r\n\r\n${second}${body}`,
  (body) => `HTTP/1.0 200 OK\r\n${type}Transfer-Encoding: chunked\r\n\r\n${body}${second}`,
];
