/** A call is a span in the trace of its client, told to the collector that the environment names. */
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { modernClient } from '../support/gateway/clients.ts';
import { open, servers } from '../support/gateway/servers.ts';
import { startGateway, type TestGateway } from '../support/gateway/start-gateway.ts';
import { otlpCollector } from '../support/notify/otlp-collector.ts';

const [traceId, spanId] = ['a'.repeat(32), 'b'.repeat(16)];
const traceparent = `00-${traceId}-${spanId}-01`;

let collector: Awaited<ReturnType<typeof otlpCollector>>;
let gateway: TestGateway;
beforeAll(async () => {
  collector = await otlpCollector();
  gateway = await startGateway({
    servers: { files: servers.legacy() },
    policies: { files: open },
    env: { OTEL_EXPORTER_OTLP_ENDPOINT: new URL(collector.url).origin },
  });
}, 60_000);
afterAll(async () => {
  await gateway?.stop();
  collector?.close();
}, 60_000);

it('by the request’s own traceparent, its record and its log with it', async () => {
  const client = await modernClient(gateway.url('files'), gateway.token(), 'pinned');
  await client.callTool({ name: 'echo', arguments: { value: 'x' }, _meta: { traceparent } });
  await vi.waitFor(() => expect(collector.spans).toHaveLength(1), { timeout: 25_000, interval: 50 });
  await vi.waitFor(() => expect(calls()).toHaveLength(1), { timeout: 25_000, interval: 50 });
  expect(collector.faults).toEqual([]);
  const [span] = collector.spans;
  expect(span).toMatchObject({ name: 'tools/call echo', traceId, parentSpanId: spanId, isError: false });
  expect(span?.end).toBeGreaterThan(span?.begin ?? Number.NaN);
  expect(calls()).toMatchObject([{ traceId, spanId: span?.spanId }]);
  await client.close();
}, 60_000);

const calls = () => collector.records.filter(({ eventName }) => eventName === 'toolgate.call');
