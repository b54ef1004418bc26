import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { otlpCollector } from '../../../test/support/notify/otlp-collector.ts';
import { unexpected } from '../../../test/support/unexpected.ts';
import type { StoredRecord } from '../../audit/index.ts';
import { manualClock } from '../../kernel/index.ts';
import type { OtlpChannel } from '../channel.ts';
import { deliver } from '../deliver.ts';
import type { Kept } from '../message.ts';
import { readRetryAfter } from '../read-retry-after.ts';
import { retryDelay, withRecords } from '../retry.ts';
import { signalUrl } from './signal-url.ts';

const clock = manualClock(1_700_000_000_000);
const batch: Kept = {
  id: 'm1',
  time: 1,
  message: { type: 'records.calls', data: { after: 0, upTo: 1, count: 1 } },
};
const open: { close(): void }[] = [];
afterEach(() => {
  for (const one of open.splice(0)) one.close();
});

async function collector() {
  const made = await otlpCollector();
  open.push(made);
  return made;
}

const channel = (url: string, more: Partial<OtlpChannel> = {}): OtlpChannel => ({
  id: 'c',
  name: 'c',
  kind: 'otlp',
  types: [],
  withValues: false,
  url,
  headers: [],
  allowPrivate: true,
  ...more,
});

const stored = (record: object, seq = 1): StoredRecord => ({
  id: seq,
  writer: 'w',
  seq,
  text: JSON.stringify(record),
  prevMac: '0'.repeat(64),
  mac: 'a'.repeat(64),
});

const call = {
  kind: 'call',
  requestId: 'r1',
  time: 1_700_000_000_123,
  organization: 'default',
  grant: { id: 'g', label: 'alice' },
  server: 'files',
  method: 'tools/call',
  subject: 'read_file',
  argumentKeys: ['a', 'b'],
  argumentValues: { a: { deep: [1, { er: 'canary-value' }] } },
  outcome: 'deny',
  code: 'default_deny',
  ms: 1.5,
  bytes: { in: 10, out: 2 ** 40 },
};

const tell = (to: OtlpChannel, records: readonly StoredRecord[], kept: Kept = batch) =>
  deliver(to, kept, { clock, mail: undefined, records: async () => records, version: '1.2.3', fault: unexpected });

describe('what a collector is told', () => {
  it('is each record, by its number and mac, with its own time; no value unless it is to be told', async () => {
    const to = await collector();
    expect(await tell(channel(to.url, { headers: [['x-key', 'k']] }), [stored(call)])).toEqual({ ok: true });
    expect(to.faults).toEqual([]);
    expect(to.requests).toMatchObject([{ path: '/v1/logs', headers: { 'x-key': 'k' }, count: 1 }]);
    const [log] = to.records;
    expect(log).toMatchObject({ eventName: 'toolgate.call', severity: 13, time: call.time });
    expect(Object.fromEntries(log?.attributes ?? [])).toMatchObject({
      'toolgate.writer': 'w',
      'toolgate.seq': 1,
      'toolgate.mac': 'a'.repeat(64),
      'toolgate.grant.label': 'alice',
      'toolgate.subject': 'read_file',
      'toolgate.argument_keys': ['a', 'b'],
      'toolgate.ms': 1.5,
      'toolgate.bytes.out': 2 ** 40,
    });
    expect(JSON.stringify([...(log?.attributes ?? [])])).not.toContain('canary');
    expect(Object.fromEntries(to.resources[0] ?? [])).toEqual({
      'service.name': 'toolgate',
      'service.version': '1.2.3',
    });
    await tell(channel(to.url, { withValues: true }), [stored(call)]);
    expect(to.records[1]?.attributes.get('toolgate.argument_values')).toBe(JSON.stringify(call.argumentValues));
  });

  it('is an alert as a record, values only where they are asked for', async () => {
    const to = await collector();
    const data = { approval: 'a', grant: 'g', server: 's', tool: 't', rule: '/r', keys: ['x'], expiresAt: 5 };
    const kept: Kept = { id: 'm', time: 7, message: { type: 'approval.waiting', data, values: { x: 'canary' } } };
    await tell(channel(to.url), [], kept);
    await tell(channel(to.url, { withValues: true }), [], kept);
    expect(to.faults).toEqual([]);
    const [silent, full] = to.records.map(({ attributes }) => JSON.stringify([...attributes]));
    expect(to.records[0]).toMatchObject({ eventName: 'toolgate.alert.approval.waiting', severity: 13, time: 7 });
    expect(silent).not.toContain('canary');
    expect(full).toContain('canary');
  });

  it('keeps every rule of the protocol, whatever stands in a record', async () => {
    const to = await collector();
    const nasty = fc.string({ unit: fc.constantFrom(...Array.from('a"\\\n\0\u2028\ud800é漢😀')), maxLength: 8 });
    const detail = fc.dictionary(nasty, fc.jsonValue({ maxDepth: 8 }), { maxKeys: 5 });
    await fc.assert(
      fc.asyncProperty(detail, nasty, async (of, name) => {
        const event = { kind: 'event', time: 5, event: name, detail: of };
        const odd = { ...call, subject: name, argumentValues: of, client: { name, version: name } };
        expect(await tell(channel(to.url, { withValues: true }), [stored(event), stored(odd, 2)])).toEqual({
          ok: true,
        });
        expect(to.faults).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });
});

describe('a span', () => {
  const spans: Kept = { ...batch, message: { type: 'records.spans', data: { after: 0, upTo: 1, count: 1 } } };
  const requestId = '0123456789abcdef0123456789abcdef';
  const trace = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`;

  it('is a call, in the trace of its client and below its span, as long as the call took', async () => {
    const to = await collector();
    const forwarded = {
      ...call,
      requestId,
      trace,
      outcome: 'allow',
      code: undefined,
      upstream: { status: 'ok', ms: 1 },
    };
    expect(await tell(channel(to.url, { headers: [['x-key', 'k']] }), [stored(forwarded)], spans)).toEqual({
      ok: true,
    });
    expect(to.faults).toEqual([]);
    expect(to.requests).toMatchObject([{ path: '/v1/traces', headers: { 'x-key': 'k' }, count: 1 }]);
    expect(to.spans).toMatchObject([
      {
        name: 'tools/call read_file',
        traceId: 'a'.repeat(32),
        parentSpanId: 'b'.repeat(16),
        spanId: requestId.slice(16),
        begin: call.time,
        end: call.time + call.ms,
        isError: false,
      },
    ]);
    const told = Object.fromEntries(to.spans[0]?.attributes ?? []);
    expect(told).toMatchObject({ 'mcp.method.name': 'tools/call', 'gen_ai.tool.name': 'read_file' });
    expect(told).not.toHaveProperty('error.type');
    expect(JSON.stringify(told)).not.toContain('canary');
  });

  it('without a trace of its client’s begins one that is called as the request is; its log says the same', async () => {
    const to = await collector();
    await tell(channel(to.url), [stored({ ...call, requestId })], spans);
    expect(to.spans).toMatchObject([{ traceId: requestId, spanId: requestId.slice(16), parentSpanId: undefined }]);
    await tell(channel(to.url), [stored({ ...call, requestId })]);
    expect(to.faults).toEqual([]);
    expect(to.records).toMatchObject([{ traceId: requestId, spanId: requestId.slice(16) }]);
  });

  it.each([
    [{ outcome: 'deny', code: 'default_deny' }, false, undefined],
    [{ outcome: 'error', code: 'upstream_unavailable' }, true, 'upstream_unavailable'],
    [{ outcome: 'error', code: undefined, interrupted: true, upstream: { status: 'unknown', ms: 0 } }, true, 'unknown'],
    [{ outcome: 'allow', code: undefined, upstream: { status: 'error', ms: 1 } }, true, 'error'],
  ])('of %j is an error: %s', async (ends, isError, type) => {
    const to = await collector();
    await tell(channel(to.url), [stored({ ...call, ...ends })], spans);
    expect(to.faults).toEqual([]);
    expect(to.spans).toMatchObject([{ isError }]);
    expect(to.spans[0]?.attributes.get('error.type')).toBe(type);
  });

  it.each([
    ['prompts/get', 'prompts/get read_file', 'gen_ai.prompt.name'],
    ['resources/read', 'resources/read', 'mcp.resource.uri'],
  ])('of %s is called %s and names its subject as %s', async (method, name, key) => {
    const to = await collector();
    await tell(channel(to.url), [stored({ ...call, method })], spans);
    expect(to.spans).toMatchObject([{ name }]);
    expect(to.spans[0]?.attributes.get(key)).toBe('read_file');
  });

  it('of a tool that does not exist is called as the method is: agents make up names', async () => {
    const to = await collector();
    await tell(channel(to.url), [stored({ ...call, outcome: 'hidden', code: 'unknown_tool' })], spans);
    expect(to.spans).toMatchObject([{ name: 'tools/call', isError: false }]);
  });

  it('is not told of a trace that its client does not keep', async () => {
    const to = await collector();
    const silent = stored({ ...call, trace: trace.replace(/01$/, '00') });
    expect(await tell(channel(to.url), [silent], spans)).toEqual({ ok: true });
    expect(to.requests).toEqual([]);
  });

  it('that the collector refuses is counted', async () => {
    const to = await collector();
    to.behaviour.refused = 1;
    const note = 'the collector refused 1 of 2 records';
    expect(await tell(channel(to.url), [stored(call), stored(call, 2)], spans)).toEqual({ ok: true, note });
  });
});

describe('an answer', () => {
  it.each([
    [429, false],
    [502, false],
    [503, false],
    [504, false],
    [400, true],
    [401, true],
    [413, true],
    [500, true],
    [302, true],
  ])('of %i is final: %s', async (status, final) => {
    const to = await collector();
    Object.assign(to.behaviour, { status, retryAfter: '7' });
    expect(await tell(channel(to.url), [stored(call)])).toEqual({
      ok: false,
      reason: `the collector answered with status ${status}`,
      final,
      retryAfterMs: 7_000,
    });
  });

  it.each([
    [{ refused: 1 }, { ok: true, note: 'the collector refused 1 of 2 records' }],
    [{ refused: 0 }, { ok: true }],
    [{ answer: '' }, { ok: true }],
    [{ answer: '{"partialSuccess":null}' }, { ok: true }],
    [{ answer: 'null' }, { ok: true }],
    [{ answer: '{"partialSuccess":{"rejectedLogRecords":9}}' }, { ok: true, note: expect.stringContaining('2 of 2') }],
    [{ answer: `"${'x'.repeat(200_000)}"` }, { ok: true }],
  ])('of success with %j comes to %j', async (behaviour, attempt) => {
    const to = await collector();
    Object.assign(to.behaviour, behaviour);
    expect(await tell(channel(to.url), [stored(call), stored(call, 2)])).toEqual(attempt);
  });

  it('is not waited for where nothing is left to tell, and what retention took is said', async () => {
    const to = await collector();
    const gone = { ok: true, note: '1 of 1 records had been removed by retention before' };
    expect(await tell(channel(to.url), [])).toEqual(gone);
    expect(to.requests).toEqual([]);
  });

  it('goes to no private address unless it may', async () => {
    const to = await collector();
    expect(await tell(channel(to.url, { allowPrivate: false }), [stored(call)])).toMatchObject({
      ok: false,
      final: false,
    });
    expect(to.requests).toEqual([]);
  });
});

it.each([
  ['https://c.example', 'https://c.example/v1/'],
  ['https://c.example/', 'https://c.example/v1/'],
  ['https://c.example/otlp/', 'https://c.example/otlp/v1/'],
  ['https://c.example/otlp/v1/logs?tenant=a', 'https://c.example/otlp/v1/?tenant=a'],
  ['https://c.example/v1/traces/', 'https://c.example/v1/'],
])('%s is told of logs and traces below %s', (given, below) => {
  for (const signal of ['logs', 'traces'] as const) {
    expect(signalUrl(given, signal)).toBe(below.replace('/v1/', `/v1/${signal}`));
  }
});

it.each([
  [undefined, undefined],
  ['', undefined],
  ['0', 0],
  ['120', 120_000],
  ['9999999', 12 * 3_600_000],
  ['-1', undefined],
  ['Tue, 14 Nov 2023 22:14:20 GMT', 60_000],
  ['Tue, 14 Nov 2023 22:12:20 GMT', 0],
  ['tomorrow', undefined],
])('Retry-After: %s is %s ms', (text, ms) => {
  expect(readRetryAfter(text, 1_700_000_000_000)).toBe(ms);
});

it('records are tried for ever, every five minutes at most, and when the collector asks for it', () => {
  expect(retryDelay(1, 0, withRecords)).toBe(5_000);
  expect(retryDelay(10_000, 0, withRecords)).toBe(300_000);
  expect(retryDelay(3, 0, withRecords, 42_000)).toBe(42_000);
  expect(retryDelay(3, 1, withRecords, 40_000)).toBe(44_000);
});
