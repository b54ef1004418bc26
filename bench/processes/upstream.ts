import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answerOf } from '../upstream-answer.ts';

/** The server at the end of every way, over HTTP. */
const server = createServer({ keepAliveTimeout: 600_000 }, (request, response) => {
  if (request.method !== 'POST') {
    response.writeHead(405, { 'content-length': 0 }).end();
    return;
  }
  let text = '';
  request.setEncoding('utf8');
  request.on('data', (chunk: string) => {
    text += chunk;
  });
  request.on('end', () => {
    const [status, body] = answerOf(text);
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
    response.writeHead(status, headers).end(body);
  });
});
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
process.on('disconnect', () => process.exit());
