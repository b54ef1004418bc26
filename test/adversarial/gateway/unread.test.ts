/**
 * Answers that their client does not read wait in the gateway's memory: there may be as many as there may be calls under
 * way, for each grant (threats B69). That each of them ends in time is the front door's: `slow-and-many.test.ts`.
 */
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type ByteCounter, startByteCounter } from '../../support/upstreams/byte-counter.ts';
import { open } from '../edge/raw-client.ts';
import { type OpenGateway, openGateway } from './open-gateway.ts';
import { codeOf, type RawAgent, rawAgent } from './raw-agent.ts';

const inFlight = 2;
/** More than the system takes for somebody who does not read. */
const large = 'x'.repeat(16 * 1024 * 1024);

let upstream: ByteCounter;
let gateway: OpenGateway;
let concluded = 0;
beforeAll(async () => {
  upstream = await startByteCounter(undefined, large);
  gateway = await openGateway({
    servers: { s: { url: upstream.url, allowPrivate: true } },
    policies: { s: { version: '1', default: 'allow' } },
    grants: { deaf: { s: 's' }, other: { s: 's' } },
    more: { admission: { inFlight } },
  });
  const { telemetry } = gateway.ports;
  gateway.ports.telemetry = {
    ...telemetry,
    call: (...of) => {
      concluded += 1;
      telemetry.call(...of);
    },
  };
});
afterAll(async () => {
  await gateway.close();
  await upstream.close();
});

/** Calls, and reads nothing. */
async function askAndLook(agent: RawAgent, id: number): Promise<Socket> {
  const body = `{"jsonrpc":"2.0","id":${id},"method":"tools/call","params":{"name":"echo","arguments":{}}}`;
  const head = [
    'POST /mcp/s HTTP/1.1',
    'Host: localhost',
    'Connection: close',
    `Authorization: Bearer ${gateway.token('deaf')}`,
    'Content-Type: application/json',
    `Mcp-Session-Id: ${agent.sessionId}`,
    `Content-Length: ${body.length}`,
  ];
  const socket = await open(gateway.port);
  socket.pause();
  socket.write(`${head.join('\r\n')}\r\n\r\n${body}`);
  return socket;
}

test('whoever leaves its answers unread has that many calls the fewer, and others all of theirs', async () => {
  const [deaf, other] = [await rawAgent(gateway, 's', 'deaf'), await rawAgent(gateway, 's', 'other')];
  const unread = [await askAndLook(deaf, 1), await askAndLook(deaf, 2)];
  await vi.waitFor(() => expect(concluded).toBe(inFlight), { timeout: 20_000, interval: 5 });

  expect(codeOf(await deaf.call('echo', '{}', '3'))).toBe('overloaded');
  expect((await other.call('echo')).body.length).toBeGreaterThan(large.length);

  const [first, second] = unread as [Socket, Socket];
  first.resume();
  await once(first, 'close');
  await vi.waitFor(async () => expect((await deaf.call('echo', '{}', '4')).status).toBe(200), { timeout: 20_000 });
  second.destroy();
  await vi.waitFor(() => expect(gateway.ports.admission.inFlight()).toBe(0), { timeout: 20_000, interval: 5 });
});
