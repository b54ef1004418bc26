/** Collectors of OpenTelemetry: made by the API, told of records in batches, from where they began. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { operator } from '../../src/accounts/index.ts';
import { storedChannels } from '../../src/control/index.ts';
import { setKill } from '../../src/control/verbs/kill/index.ts';
import { type Channel, Dispatcher, deliver, RecordFeed, recordReader } from '../../src/notify/index.ts';
import { openTestControl, type TestControl } from '../support/control.ts';
import { otlpCollector } from '../support/notify/otlp-collector.ts';
import { unexpected } from '../support/unexpected.ts';

let plane: TestControl;
let collector: Awaited<ReturnType<typeof otlpCollector>>;
let notes: string[];
let dead: string[];
beforeEach(async () => {
  plane = await openTestControl();
  collector = await otlpCollector();
  [notes, dead] = [[], []];
});
afterEach(async () => {
  collector.close();
  await plane.close();
  expect(plane.errors).toEqual([]);
});

const to = (more: Partial<Channel> = {}): Channel =>
  ({
    id: 'file:otlp',
    name: 'otlp',
    kind: 'otlp',
    types: ['records.calls', 'records.events'],
    withValues: false,
    url: collector.url,
    headers: [],
    allowPrivate: true,
    ...more,
  }) as Channel;

function dispatcher(channels: () => Promise<readonly Channel[]>): Dispatcher {
  const { sql, sealer } = plane.control;
  const around = {
    clock: plane.clock,
    mail: undefined,
    records: recordReader(sql),
    version: '0.0.0',
    fault: unexpected,
  };
  return new Dispatcher({
    sql,
    clock: plane.clock,
    channels,
    deliver: (channel, kept) => deliver(channel, kept, around),
    open: sealer.open,
    feed: new RecordFeed(sql, plane.clock),
    chance: () => 0,
    onError: (error) => void plane.errors.push(error),
    onDead: (_, type, reason) => void dead.push(`${type}: ${reason}`),
    onNote: (_, type, note) => void notes.push(`${type}: ${note}`),
  });
}

const change = async (tool: string) => plane.control.run(setKill, { tool }, { actor: operator });
const stopped = () => collector.records.flatMap(({ attributes }) => attributes.get('toolgate.detail.kill') ?? []);

/** Records as the store files them. */
async function calls(from: number, count: number, size = 2): Promise<void> {
  const { sql } = plane.control;
  const writer = { name: 'w', key: 'k', mac: new Uint8Array(32) };
  if (from === 1) await sql.insertInto('writer').values(writer).execute();
  const { id } = await sql.selectFrom('writer').select('id').where('name', '=', 'w').executeTakeFirstOrThrow();
  const text = (seq: number) =>
    JSON.stringify({
      kind: 'call',
      requestId: `r${seq}`,
      time: 1,
      organization: 'default',
      grant: { id: 'g', label: 'alice' },
      server: 's',
      method: 'tools/call',
      subject: 'x'.repeat(size),
      outcome: 'allow',
      ms: 1,
    });
  const rows = Array.from({ length: count }, (_, i) => ({
    writer: id,
    seq: from + i,
    time: 1,
    grant_id: 'g',
    label: 'alice',
    server: 's',
    subject: 't',
    outcome: 'allow',
    code: null,
    text: text(from + i),
    prev_mac: new Uint8Array(32),
    mac: new Uint8Array(32),
  }));
  await sql.insertInto('call_record').values(rows).execute();
}

it('is told of what happens from its beginning on, once and in order, in batches that are not too large', async () => {
  await change('before');
  const all = dispatcher(async () => [to()]);
  await all.once();
  expect(collector.requests).toEqual([]);
  await calls(1, 1_300);
  await change('after');
  await all.once();
  expect(collector.faults).toEqual([]);
  expect(collector.requests.map(({ count }) => count).toSorted((a, b) => b - a)).toEqual([512, 512, 276, 1]);
  const ids = collector.records.flatMap(({ attributes }) => attributes.get('toolgate.request_id') ?? []);
  expect(ids).toEqual(Array.from({ length: 1_300 }, (_, i) => `r${i + 1}`));
  expect(collector.records.filter(({ eventName }) => eventName === 'toolgate.event.kill.set')).toHaveLength(1);
  await calls(1_301, 3, 600_000);
  await all.once();
  expect(collector.requests.slice(4).map(({ count }) => count)).toEqual([1, 1, 1]);
  await all.once();
  expect(collector.requests).toHaveLength(7);
  // What was told well is not listed for two weeks.
  expect(await plane.control.sql.selectFrom('delivery').select('id').execute()).toHaveLength(2);
});

it('that does not answer costs one batch a kind, tried for ever, and is told of all of it afterwards', async () => {
  const all = dispatcher(async () => [to()]);
  await all.once();
  Object.assign(collector.behaviour, { status: 503, retryAfter: '600' });
  for (let i = 0; i < 30; i += 1) {
    await change(`t${i}`);
    await all.once();
    plane.clock.advance(300_000);
  }
  // Left alone for the ten minutes that it asks for.
  expect(collector.requests).toHaveLength(15);
  expect((await plane.ask('GET', '/deliveries?state=waiting')).body).toMatchObject({
    items: [{ type: 'records.events', attempts: 15, error: 'the collector answered with status 503' }],
  });
  Object.assign(collector.behaviour, { status: 200, retryAfter: undefined });
  plane.clock.advance(600_000);
  await all.once();
  expect(stopped()).toHaveLength(30);
  expect(new Set(stopped()).size).toBe(30);
  expect(dead).toEqual([]);
});

it('that refuses for good loses one batch a quarter of an hour at most, which can be told again', async () => {
  const all = dispatcher(async () => [to()]);
  await all.once();
  collector.behaviour.status = 401;
  // What still waits for the same channel has not ended, and says nothing of what was refused.
  const waits = { id: 'w', message: 'w', channel: 'file:otlp', state: 'waiting', due_at: 9e15 };
  await plane.control.sql
    .insertInto('outbox')
    .values({ id: 'w', type: 'test', data: '{"data":{"channel":"otlp"}}', created_at: 0, spread: 1 })
    .execute();
  await plane.control.sql.insertInto('delivery').values(waits).execute();
  for (let i = 0; i < 10; i += 1) {
    await change(`t${i}`);
    await all.once();
    plane.clock.advance(60_000);
  }
  expect(dead).toEqual(['records.events: the collector answered with status 401']);
  collector.behaviour.status = 200;
  const { body } = await plane.ask('GET', '/deliveries?state=dead');
  const [{ id } = { id: '' }] = (body as { items: { id: string }[] }).items;
  expect((await plane.ask('POST', `/deliveries/${id}/retry`, { body: {} })).status).toBe(202);
  // That it went well this time lets the others go, too.
  await all.once();
  expect(new Set(stopped()).size).toBe(10);
});

it('that refuses a part is not sent it again, and the operator is told', async () => {
  const all = dispatcher(async () => [to()]);
  await all.once();
  collector.behaviour.refused = 1;
  await change('a');
  await all.once();
  await all.once();
  expect(collector.requests).toHaveLength(1);
  expect(notes).toEqual(['records.events: the collector refused 1 of 1 records']);
  const { body } = await plane.ask('GET', '/deliveries?state=sent');
  expect(body).toMatchObject({ items: [{ error: 'the collector refused 1 of 1 records' }] });
});

it('is made by the API with headers that nobody is shown, tested, and removed without a trace', async () => {
  const body = {
    name: 'otlp',
    kind: 'otlp',
    url: 'https://otlp.example.com/canary',
    headers: { Authorization: 'Bearer canary' },
    types: ['records.calls'],
    values: true,
  };
  const made = await plane.ask('POST', '/channels', { body });
  expect(made).toMatchObject({ status: 201, body: { secret: null, channel: { kind: 'otlp', values: true } } });
  const { id } = (made.body as { channel: { id: string } }).channel;
  const { sql, sealer } = plane.control;
  expect(await storedChannels(sql, sealer)).toMatchObject([
    { kind: 'otlp', url: 'https://otlp.example.com/canary', headers: [['Authorization', 'Bearer canary']] },
  ]);
  const kept = [
    await sql.selectFrom('channel').selectAll().execute(),
    await sql.selectFrom('event').select('text').execute(),
    (await plane.ask('GET', '/channels')).body,
  ];
  expect(JSON.stringify(kept)).not.toContain('canary');
  // Nothing happens unseen between its making and the first look.
  expect(await sql.selectFrom('record_feed').select('channel').execute()).toHaveLength(3);
  expect((await plane.ask('POST', `/channels/${id}/test`, { body: {} })).status).toBe(202);
  const stored = async () =>
    (await storedChannels(sql, sealer)).map((one) => ({ ...one, url: collector.url, allowPrivate: true }) as Channel);
  await dispatcher(stored).once();
  expect(collector.records).toMatchObject([{ eventName: 'toolgate.alert.test', severity: 9 }]);
  expect(collector.requests[0]?.headers.authorization).toBe('Bearer canary');
  expect((await plane.ask('DELETE', `/channels/${id}`)).status).toBe(200);
  expect(await sql.selectFrom('record_feed').selectAll().execute()).toEqual([]);
});

it('is made of nothing else', async () => {
  for (const input of [
    { kind: 'webhook', url: 'https://h.example/', types: ['records.calls'] },
    { kind: 'webhook', url: 'https://h.example/', headers: { A: 'b' } },
    { kind: 'otlp', url: 'http://h.example/' },
    { kind: 'otlp', url: 'https://h.example/', headers: { 'Content-Type': 'b' } },
    { kind: 'otlp', url: 'https://h.example/', headers: { A: 'b\r\nC: d' } },
    { kind: 'otlp', to: ['a@b.example'] },
  ]) {
    const { status } = await plane.ask('POST', '/channels', { body: { name: 'x', ...input } });
    expect(status, JSON.stringify(input)).toBe(422);
  }
});

it('is told of calls as spans, beside their records, from the same place on', async () => {
  const types: Channel['types'] = ['records.calls', 'records.spans'];
  const all = dispatcher(async () => [to({ types })]);
  await all.once();
  await calls(1, 600);
  await all.once();
  expect(collector.faults).toEqual([]);
  const ids = (of: readonly { attributes: ReadonlyMap<string, unknown> }[]) =>
    of.map(({ attributes }) => attributes.get('toolgate.request_id'));
  expect(collector.spans).toHaveLength(600);
  expect(ids(collector.spans)).toEqual(ids(collector.records));
  expect(new Set(collector.spans.map(({ spanId }) => spanId)).size).toBe(600);
  await all.once();
  expect(collector.spans).toHaveLength(600);
});
