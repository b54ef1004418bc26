import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answerOf } from '../upstream-answer.ts';

/**
 * An upstream that can be told to stall: `stall` and it takes every request and answers none, `go` and it answers all that
 * wait, `count` and it says how many calls came so far.
 */
let stalled = false;
let calls = 0;
const waiting: (() => void)[] = [];

function say(response: ServerResponse, text: string): void {
  const [status, body] = answerOf(text);
  const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
  response.writeHead(status, headers).end(body);
}

const server = createServer({ keepAliveTimeout: 600_000 }, (request, response) => {
  let text = '';
  request.setEncoding('utf8');
  request.on('data', (chunk: string) => {
    text += chunk;
  });
  request.on('end', () => {
    if (text.includes('"tools/call"')) calls += 1;
    if (stalled) waiting.push(() => say(response, text));
    else if (request.method === 'POST') say(response, text);
    else response.writeHead(405, { 'content-length': 0 }).end();
  });
});
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
process.on('message', (word) => {
  if (word === 'count') process.send?.(calls);
  stalled = word === 'stall' || (stalled && word === 'count');
  if (!stalled) for (const answer of waiting.splice(0)) answer();
});
process.on('disconnect', () => process.exit());
