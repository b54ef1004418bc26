/** Threat B75: no redirect of a server is followed, whatever it answers, and where it leads to is nobody's to know. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { json as readJson } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { answer, type Incoming } from '../../support/upstreams/answer.ts';
import { listening } from '../../support/upstreams/listening.ts';
import { type OpenGateway, openGateway } from './open-gateway.ts';
import { codeOf, exchange, initialize, rawAgent } from './raw-agent.ts';

const statuses = [300, 301, 302, 303, 304, 305, 307, 308] as const;
const tools = [{ name: 'echo', inputSchema: { type: 'object' as const } }];
/** Where they lead to: the same server, or another one. */
const places = ['here', 'elsewhere'] as const;

let led = 0;
let bait: Server;
let upstream: Server;
let gateway: OpenGateway;

const slug = (status: number, method: string, place: string): string =>
  `${method.replace(/\W/g, '-').toLowerCase()}-${status}-${place}`;
const methods = ['initialize', 'tools/list', 'tools/call'] as const;
const rows = statuses.flatMap((status) =>
  methods.flatMap((method) => places.map((place) => [status, method, place] as const)),
);

beforeAll(async () => {
  bait = createServer((_request, response) => {
    led += 1;
    response.end();
  });
  const elsewhere = `http://127.0.0.1:${await listening(bait)}/canary`;
  upstream = createServer((request, response) => void serve(request, response, elsewhere));
  const port = await listening(upstream);
  const open = { version: '1', default: 'allow' };
  gateway = await openGateway({
    servers: Object.fromEntries(
      rows.map((row) => [slug(...row), { url: `http://127.0.0.1:${port}/${row.join('/')}`, allowPrivate: true }]),
    ),
    policies: { open },
    more: { admission: { requestsPerSecond: 1_000_000, sessions: 1_000 } },
  });
}, 60_000);
afterAll(async () => {
  await gateway?.close();
  for (const server of [bait, upstream]) server?.close();
});

/** The path says what is answered with a redirect, and which one. */
async function serve(request: IncomingMessage, response: ServerResponse, elsewhere: string): Promise<void> {
  const [, status, ...rest] = (request.url ?? '').split('/');
  if (status === 'here') led += 1;
  const message = request.method === 'POST' ? ((await readJson(request)) as Incoming) : undefined;
  if (message?.id === undefined) return void response.writeHead(message === undefined ? 405 : 202).end();
  const body = JSON.stringify({ jsonrpc: '2.0', id: message.id, result: answer(message, tools) });
  const head = { 'Content-Type': 'application/json' };
  const method = rest.slice(0, -1).join('/');
  if (message.method !== method) return void response.writeHead(200, head).end(body);
  const location = rest.at(-1) === 'elsewhere' ? elsewhere : '/here/canary';
  response.writeHead(Number(status), { ...head, Location: location }).end(body);
}

test.each(rows)('B75: %i in answer to %s, %s', async (status, method, place) => {
  const name = slug(status, method, place);
  const said =
    method === 'initialize'
      ? await exchange(
          gateway.port,
          'POST',
          `/mcp/${name}`,
          [
            `Authorization: Bearer ${gateway.token()}`,
            'Content-Type: application/json',
            'Accept: application/json, text/event-stream',
          ],
          initialize,
        )
      : await (await rawAgent(gateway, name)).call('echo');
  expect(codeOf(said)).toBe('upstream_invalid');
  expect(`${said.head}${said.body}`).not.toMatch(/canary|^location:/im);
  expect(led).toBe(0);
});
