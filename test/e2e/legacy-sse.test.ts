/** Clients of today and a server of 2024-11-05, which speaks HTTP+SSE. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { legacyClient, modernClient } from '../support/gateway/clients.ts';
import { openBothWays } from '../support/gateway/servers.ts';
import { startGateway, type TestGateway } from '../support/gateway/start-gateway.ts';
import { type LegacySse, startLegacySse } from '../support/upstreams/legacy-sse-server.ts';

let server: LegacySse;
let gateway: TestGateway;
beforeAll(async () => {
  server = await startLegacySse();
  gateway = await startGateway({
    servers: { old: { url: server.url, allowPrivate: true } },
    policies: { open: openBothWays },
  });
}, 60_000);
afterAll(async () => {
  await gateway?.stop();
  await server?.close();
}, 60_000);

const echo = { name: 'echo', arguments: { value: 'far' } };
const answer = { content: [{ type: 'text', text: '"far"' }] };

it('a client with a session calls and hears progress', async () => {
  const client = await legacyClient(gateway.url('old'), gateway.token());
  expect(await client.callTool(echo)).toMatchObject(answer);
  const progress: number[] = [];
  const onprogress = (each: { progress: number }): void => void progress.push(each.progress);
  await client.callTool({ name: 'count', arguments: { to: 3 } }, undefined, { onprogress });
  expect(progress.slice(0, 2)).toEqual([1, 2]);
  await client.close();
});

it('a client of 2026-07-28 calls', async () => {
  const client = await modernClient(gateway.url('old'), gateway.token(), 'pinned');
  expect(await client.callTool(echo)).toMatchObject(answer);
  await client.close();
});
