import { once } from 'node:events';
import { createServer, type OutgoingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { MarkedResponse } from './marked-response.ts';

/** The ways in which Node lets a handler write a head. */
const ways: [string, (response: MarkedResponse) => unknown, string][] = [
  ['nothing', (response) => response.end(), 'no-store'],
  ['a status', (response) => response.writeHead(200).end(), 'no-store'],
  ['a reason', (response) => response.writeHead(200, 'Fine').end(), 'no-store'],
  ['an object', (response) => response.writeHead(200, { 'Content-Length': 0 }).end(), 'no-store'],
  ['an array', (response) => response.writeHead(200, ['Content-Length', 0]).end(), 'no-store'],
  ['a reason and an object', (response) => response.writeHead(200, 'Fine', { 'X-A': '1' }).end(), 'no-store'],
  ['a header set before', (response) => response.setHeader('X-A', '1').writeHead(200).end(), 'no-store'],
  ['a body alone', (response) => response.end('text'), 'no-store'],
  ['a stream', (response) => response.write('a') && response.end('b'), 'no-store'],
  ['a policy of its own', (response) => response.writeHead(200, { 'cache-control': 'public' }).end(), 'public'],
  ['a policy of its own, set', (response) => response.setHeader('cache-control', 'public').end(), 'public'],
  ['a policy of its own, in an array', (response) => response.writeHead(200, ['Cache-Control', 'x']).end(), 'x'],
  ['no sniffing said twice', (response) => response.setHeader('X-Content-Type-Options', 'nosniff').end(), 'no-store'],
];

test.each(ways)('every response is marked: %s', async (_, write, caching) => {
  const server = createServer({ ServerResponse: MarkedResponse }, (_request, response) => void write(response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const answer = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  const headers: OutgoingHttpHeaders = Object.fromEntries(answer.headers);
  expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'cache-control': caching });
  server.close();
  server.closeAllConnections();
});
