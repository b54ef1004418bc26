/** A gateway that is asked to end while others use it: nobody who was taken in is lost, and nobody is kept. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { listenTo } from '../support/gateway/listen.ts';
import { openSession, type RawSession } from '../support/gateway/raw-session.ts';
import { open } from '../support/gateway/servers.ts';
import { startGateway, type TestGateway } from '../support/gateway/start-gateway.ts';
import { type ByteCounter, startByteCounter } from '../support/upstreams/byte-counter.ts';

let upstream: ByteCounter;
let gateway: TestGateway;
beforeEach(async () => {
  upstream = await startByteCounter([
    { name: 'free', inputSchema: { type: 'object' } },
    { name: 'asks', inputSchema: { type: 'object' } },
  ]);
  gateway = await startGateway({
    servers: { counted: { url: upstream.url, allowPrivate: true } },
    policies: { counted: { ...open, tools: { asks: { action: 'require_approval', approval: { hold: 600 } } } } },
    args: ['--drain-delay', '1'],
    more: { admission: { requestsPerSecond: 100_000 } },
  });
}, 60_000);
afterEach(async () => {
  await gateway?.stop('SIGKILL').catch(() => undefined);
  await upstream?.close();
});

it('is not ready any more at once, serves all the same, lets go of what is held, ends streams, and exits in order', async () => {
  const { origin, child } = gateway;
  const session = await openSession(gateway.url('counted'), gateway.token());
  const ready = async () => (await fetch(`${origin}/readyz`)).status;
  expect(await ready()).toBe(200);
  const held = session.call('held', 'asks');
  const stream = await listenTo(gateway.url('counted'), gateway.token(), 'listens', { toolsListChanged: true });
  expect((await stream.next())?.method).toBe('notifications/subscriptions/acknowledged');
  await session.call(1, 'free');

  const callers = Array.from({ length: 8 }, (_, n) => callAgain(session, n));
  process.kill(child.pid, 'SIGTERM');
  await vi.waitFor(async () => expect(await ready()).toBe(503), { timeout: 900, interval: 5 });
  expect(await (await fetch(`${origin}/readyz`)).json()).toEqual({ status: 'not ready', failing: ['draining'] });
  // Not lost: the same call finds the approval, at whichever gateway it is made again.
  expect((await held).text).toContain('[APPROVAL PENDING] asks');
  expect(await stream.next()).toMatchObject({ id: 'listens' });
  const ends = await Promise.all(callers);
  expect(await child.ended).toEqual({ code: 0, signal: null });
  for (const { answered, refused } of ends) {
    expect(answered).toBeGreaterThan(0);
    expect(refused).toMatch(/^ECONN(?:REFUSED|RESET)$/);
  }
  // Of those who were not taken in any more, nothing was done.
  const answered = ends.reduce((sum, end) => sum + end.answered, 0);
  expect(upstream.bodies().filter((body) => body.includes('"name":"free"'))).toHaveLength(answered + 1);
}, 60_000);

it('ends at once when it is asked a second time', async () => {
  const { child } = gateway;
  const session = await openSession(gateway.url('counted'), gateway.token());
  const held = session.call(1, 'asks').catch(() => 'cut off');
  process.kill(child.pid, 'SIGTERM');
  await vi.waitFor(async () => expect((await fetch(`${gateway.origin}/readyz`)).status).toBe(503), { interval: 5 });
  process.kill(child.pid, 'SIGTERM');
  expect(await child.ended).toEqual({ code: 1, signal: null });
  expect(await held).toBe('cut off');
}, 60_000);

/** Calls until nobody takes the call in. Anything else that keeps it from being answered is a call that was lost. */
async function callAgain(session: RawSession, n: number): Promise<{ answered: number; refused: string | undefined }> {
  for (let answered = 0; ; answered += 1) {
    try {
      const { text } = await session.call(`${n}-${answered}`, 'free');
      if (!text.includes('"outcome":"allow"')) throw new Error(text);
    } catch (error) {
      const { cause } = error as { cause?: { code?: string } };
      return { answered, refused: cause?.code ?? String(error) };
    }
  }
}
