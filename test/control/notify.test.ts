/** Who is told: channels by the API, and the outbox with a receiver of its own, under a clock that a test moves. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { anonymous } from '../../src/accounts/index.ts';
import { type Services, storedChannels } from '../../src/control/index.ts';
import { createMessage } from '../../src/control/verbs/message/index.ts';
import {
  Alerts,
  type Channel,
  type Delivery,
  Dispatcher,
  type DispatcherOptions,
  deliver,
  recordReader,
  tell,
} from '../../src/notify/index.ts';
import { actorOf, openTestControl, type TestControl } from '../support/control.ts';
import { webhookReceiver } from '../support/notify/webhook-receiver.ts';
import { unexpected } from '../support/unexpected.ts';
import { listening } from '../support/upstreams/listening.ts';

const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
let plane: TestControl;
let receiver: Awaited<ReturnType<typeof webhookReceiver>>;
let dead: string[];
beforeEach(async () => {
  plane = await openTestControl();
  receiver = await webhookReceiver(secret);
  dead = [];
});
afterEach(async () => {
  receiver.close();
  await plane.close();
});

const kill = { type: 'kill.set', data: { kill: 'k', target: 'everything', by: 'operator' } } as const;
const channel = (more: object = {}): Channel =>
  ({
    id: 'file:ops',
    name: 'ops',
    kind: 'webhook',
    types: [],
    withValues: false,
    url: receiver.url,
    secret,
    allowPrivate: true,
    ...more,
  }) as Channel;

const surroundings = () => ({
  clock: plane.clock,
  mail: undefined,
  records: recordReader(plane.control.sql),
  version: '0.0.0',
  fault: unexpected,
});

function dispatcher(channels: readonly Channel[]): Dispatcher {
  return new Dispatcher({
    sql: plane.control.sql,
    clock: plane.clock,
    channels: async () => channels,
    deliver: (to, kept) => deliver(to, kept, surroundings()),
    open: plane.control.sealer.open,
    chance: () => 0,
    onError: (error) => void plane.errors.push(error),
    onDead: (name, type, reason) => void dead.push(`${name} ${type}: ${reason}`),
  });
}
const told = (): unknown[] => receiver.received.map(({ headers }) => headers['webhook-id']);

describe('the outbox', () => {
  it('tells each channel what it asked for, once, signed', async () => {
    const id = await tell(plane.control.sql, kill, plane.clock.now());
    const all = dispatcher([channel(), channel({ id: 'file:other', types: ['grant.expiring'] })]);
    await all.once();
    await all.once();
    expect(told()).toEqual([id]);
    expect(receiver.received[0]?.signed).toBe(true);
    expect(JSON.parse(receiver.received[0]?.body ?? '')).toMatchObject({
      type: 'kill.set',
      data: { target: 'everything' },
    });
  });

  it('tells of a message from a page, and what it says to who is told values', async () => {
    const written = {
      about: '/catalog/x',
      from: 'ann@example.org',
      text: 'Is this\nserver yours?',
      address: '192.0.2.1',
    };
    await plane.control.run(createMessage, written, { actor: anonymous });
    await dispatcher([channel(), channel({ id: 'file:all', withValues: true })]).once();
    const bodies = receiver.received.map(({ body }) => JSON.parse(body));
    const [silent, full] = bodies.toSorted((a, b) => Object.keys(a.data).length - Object.keys(b.data).length);
    expect(silent).toMatchObject({ type: 'message.received', data: { about: '/catalog/x' } });
    expect(JSON.stringify(silent)).not.toContain('ann@');
    expect(full.data.values).toEqual({ from: written.from, text: written.text });
    expect(JSON.stringify(bodies)).not.toContain(written.address);
  });

  it('keeps values sealed, each for its own message, until they are told', async () => {
    const { sql, sealer, keys } = plane.control;
    const data = { approval: 'a', grant: 'g', server: 's', tool: 't', rule: '', keys: ['x'], expiresAt: 0 };
    const waiting = (x: string) => ({ type: 'approval.waiting', data, values: { x } }) as const;
    const [one, two] = [
      await tell(sql, waiting('canary one'), plane.clock.now(), sealer),
      await tell(sql, waiting('canary two'), plane.clock.now(), sealer),
    ];
    const rows = await sql.selectFrom('outbox').selectAll().execute();
    expect(JSON.stringify(rows)).not.toContain('canary');
    expect(rows.map(({ sealed }) => sealed?.split('.')[1])).toEqual([keys.current, keys.current]);
    // The values of another message are nobody's.
    const sealed = rows.find(({ id }) => id === one)?.sealed ?? null;
    await sql.updateTable('outbox').set({ sealed }).where('id', '=', two).execute();
    await dispatcher([channel({ withValues: true })]).once();
    const bodies = receiver.received.map(({ headers, body }) => [headers['webhook-id'], JSON.parse(body).data.values]);
    expect(new Map(bodies as [string, unknown][])).toEqual(
      new Map<string, unknown>([
        [one, { x: 'canary one' }],
        [two, undefined],
      ]),
    );
    expect(plane.errors.splice(0)).toHaveLength(1);
  });

  it('is written by the transaction of what it tells, or not at all', async () => {
    const broken = plane.control.sql.transaction().execute(async (tx) => {
      await tell(tx, kill, plane.clock.now());
      throw new Error('it did not happen');
    });
    await expect(broken).rejects.toThrow('it did not happen');
    await dispatcher([channel()]).once();
    expect(told()).toEqual([]);
  });

  it('tries again later, later each time, under the same id, and then lists it as dead', async () => {
    receiver.behaviour.status = 503;
    const id = await tell(plane.control.sql, kill, plane.clock.now());
    const all = dispatcher([channel()]);
    await all.once();
    plane.clock.advance(4_000);
    await all.once();
    expect(receiver.received).toHaveLength(1);
    plane.clock.advance(1_000);
    await all.once();
    expect(receiver.received).toHaveLength(2);
    for (let i = 0; i < 20; i += 1) {
      plane.clock.advance(12 * 3_600_000);
      await all.once();
    }
    expect(new Set(told())).toEqual(new Set([id]));
    expect(receiver.received).toHaveLength(14);
    expect(dead).toEqual(['ops kill.set: the receiver answered with status 503']);
    const { body } = await plane.ask('GET', '/deliveries');
    expect(body).toMatchObject({ items: [{ message: id, state: 'dead', attempts: 14, channel: 'file:ops' }] });
    receiver.behaviour.status = 204;
    const [{ id: delivery } = { id: '' }] = (body as { items: { id: string }[] }).items;
    expect((await plane.ask('POST', `/deliveries/${delivery}/retry`, { body: {} })).status).toBe(202);
    await all.once();
    expect(receiver.received).toHaveLength(15);
    expect((await plane.ask('GET', '/deliveries')).body).toEqual({ items: [] });
  });

  it('lists deliveries of every state in one order, page by page', async () => {
    const all = dispatcher([channel()]);
    for (const status of [204, 410, 204, 503, 410, 503]) {
      receiver.behaviour.status = status;
      await tell(plane.control.sql, kill, plane.clock.now());
      await all.once();
      plane.clock.advance(1);
    }
    const listed: { id: string; state: string; dueAt: number }[] = [];
    for (let cursor: string | undefined = ''; cursor !== undefined; ) {
      const at: string = cursor === '' ? '' : `&cursor=${cursor}`;
      const { body } = await plane.ask('GET', `/deliveries?state=all&limit=2${at}`);
      const page = body as { items: typeof listed; next?: string };
      listed.push(...page.items);
      cursor = page.next;
    }
    expect(new Set(listed.map(({ id }) => id)).size).toBe(6);
    expect(listed.map(({ dueAt }) => dueAt)).toEqual(listed.map(({ dueAt }) => dueAt).toSorted((a, b) => b - a));
    expect(listed.map(({ state }) => state).toSorted()).toEqual(['dead', 'dead', 'sent', 'sent', 'waiting', 'waiting']);
    const { body } = await plane.ask('GET', '/deliveries');
    expect(body).toMatchObject({ items: [{ state: 'dead' }, { state: 'dead' }] });
  });

  it('takes from nobody what another process is telling, and from a dead one after its lease', async () => {
    await tell(plane.control.sql, kill, plane.clock.now());
    const hangs = new Promise<never>(() => {});
    const never = new Dispatcher({
      sql: plane.control.sql,
      clock: plane.clock,
      channels: async () => [channel()],
      deliver: () => hangs,
      open: plane.control.sealer.open,
      chance: () => 0,
      onError: () => undefined,
      onDead: () => undefined,
    });
    void never.once();
    const { sql } = plane.control;
    const taken = () => sql.selectFrom('delivery').select('attempts').executeTakeFirst();
    while ((await taken())?.attempts !== 1) await new Promise(setImmediate);
    await dispatcher([channel()]).once();
    expect(told()).toEqual([]);
    plane.clock.advance(120_000);
    await dispatcher([channel()]).once();
    expect(told()).toHaveLength(1);
  });
});

describe('a receiver that does not answer', () => {
  /** Tells `ops` at once, and lets everybody else wait. */
  const slowly = (more: Partial<DispatcherOptions> = {}) => {
    const told: string[] = [];
    const held = Promise.withResolvers<Delivery>();
    const all = new Dispatcher({
      sql: plane.control.sql,
      clock: plane.clock,
      channels: async () => [channel({ id: 'file:a-slow' }), channel()],
      deliver: (to, { id }, stopped) => {
        if (to.id === 'file:ops') {
          told.push(id);
          return Promise.resolve({ ok: true });
        }
        const gone = new Promise<Delivery>((resolve) => {
          stopped.addEventListener('abort', () => resolve({ ok: false, reason: 'stopped', final: false }));
        });
        return Promise.race([held.promise, gone]);
      },
      open: plane.control.sealer.open,
      chance: () => 0,
      onError: (error) => void plane.errors.push(error),
      onDead: () => undefined,
      ...more,
    });
    return { told, held, all };
  };
  const tellMany = async (count: number): Promise<void> => {
    for (let i = 0; i < count; i += 1) await tell(plane.control.sql, kill, plane.clock.now());
  };

  it('keeps nobody else waiting, however much waits for them, and whatever comes meanwhile', async () => {
    const { told, held, all } = slowly();
    // More than are told at a time, to either.
    await tellMany(130);
    const first = all.once();
    while (told.length < 130) await new Promise(setImmediate);
    await tellMany(1);
    const second = all.once();
    while (told.length < 131) await new Promise(setImmediate);
    held.resolve({ ok: true });
    await Promise.all([first, second]);
    expect((await plane.ask('GET', '/deliveries')).body).toEqual({ items: [] });
    expect(new Set(told).size).toBe(131);
  });

  it('does not hold up the end; what it was told may have arrived, and is due at once', async () => {
    const { all } = slowly({ stopMs: 0 });
    await tellMany(1);
    const under = all.once();
    const { sql } = plane.control;
    const state = () =>
      sql.selectFrom('delivery').select(['attempts', 'due_at']).where('channel', '=', 'file:a-slow').executeTakeFirst();
    while ((await state())?.attempts !== 1) await new Promise(setImmediate);
    await all.stop();
    await under;
    expect(await state()).toEqual({ attempts: 1, due_at: plane.clock.now() });
    expect(plane.errors).toEqual([]);
  });

  it('over HTTP is left as soon as there is no time for it', async () => {
    const server = createServer(() => undefined);
    const port = await listening(server);
    const arrived = once(server, 'request');
    const stopped = new AbortController();
    const url = `http://127.0.0.1:${port}/`;
    const kept = { id: 'm', time: 0, message: kill };
    const attempt = deliver(channel({ url }), kept, { ...surroundings(), stopped: stopped.signal });
    await arrived;
    stopped.abort();
    const gaveUp = { ok: false, reason: 'the gateway has stopped', final: false };
    expect(await attempt).toEqual(gaveUp);
    expect(await deliver(channel({ url }), kept, { ...surroundings(), stopped: stopped.signal })).toEqual(gaveUp);
    server.closeAllConnections();
    server.close();
  });
});

describe('channels', () => {
  it('are made, listed without what they keep, tested, and removed', async () => {
    const url = 'https://hooks.example.com/T0/canary';
    const made = await plane.ask('POST', '/channels', { body: { name: 'ops', kind: 'webhook', url } });
    expect(made.status).toBe(201);
    const { channel: shown, secret: given } = made.body as { channel: { id: string }; secret: string };
    expect(given).toMatch(/^whsec_/);
    const listed = JSON.stringify((await plane.ask('GET', '/channels')).body);
    expect(listed).toContain('"name":"ops"');
    expect(listed).not.toMatch(/canary|whsec_/);
    const rows = JSON.stringify(await plane.control.sql.selectFrom('channel').selectAll().execute());
    expect(rows).not.toMatch(/canary|whsec_/);
    expect(await storedChannels(plane.control.sql, plane.control.sealer)).toMatchObject([
      { url, secret: given, allowPrivate: false },
    ]);
    expect((await plane.ask('POST', `/channels/${shown.id}/test`, { body: {} })).status).toBe(202);
    expect((await plane.ask('GET', '/deliveries?state=waiting')).body).toMatchObject({ items: [{ type: 'test' }] });
    expect((await plane.ask('DELETE', `/channels/${shown.id}`)).status).toBe(200);
    expect((await plane.ask('GET', '/deliveries?state=waiting')).body).toEqual({ items: [] });
    const events = JSON.stringify(await plane.control.sql.selectFrom('event').select('text').execute());
    expect(events).toContain('channel.create');
    expect(events).not.toMatch(/canary|whsec_/);
  });

  it('of the configuration file are listed, tested as they are, and changed there only', async () => {
    const web = { url: receiver.url, secret, headers: [], types: ['kill.set'], values: false, allowPrivate: true };
    const smtp = { host: 'mail.example.com', port: 587, tls: 'starttls', from: 'a@b.c', to: ['d@e.f'], types: [] };
    const declared = () =>
      ({
        servers: new Map(),
        policies: new Map(),
        grants: [],
        webhooks: [{ name: 'ops', format: 'standard', ...web }],
        smtp,
      }) as unknown as ReturnType<NonNullable<Services['declared']>>;
    const other = await openTestControl({ declared });
    const url = 'https://hooks.example.com/stored';
    await other.ask('POST', '/channels', { body: { name: 'here', kind: 'webhook', url } });
    const { body } = await other.ask('GET', '/channels');
    expect(body).toMatchObject({
      items: [
        { id: 'file:ops', name: 'ops', kind: 'webhook', types: ['kill.set'], origin: 'file', createdAt: null },
        { id: 'file:smtp:', name: 'smtp', kind: 'mail', origin: 'file' },
        { name: 'here', origin: 'stored', createdAt: expect.any(Number) },
      ],
    });
    expect(JSON.stringify(body)).not.toMatch(/whsec_|127\.0\.0\.1|example/);
    expect((await other.ask('POST', '/channels/file:ops/test', { body: {} })).status).toBe(202);
    const tried = { type: 'test', channel: 'file:ops' };
    expect((await other.ask('GET', '/deliveries?state=waiting')).body).toMatchObject({ items: [tried] });
    expect((await other.ask('DELETE', '/channels/file:ops')).body).toMatchObject({
      title: 'the configuration file declares the channel ops: change it there',
    });
    expect((await other.ask('POST', '/channels/file:gone/test', { body: {} })).status).toBe(404);
    await other.close();
  });

  it.each([
    { kind: 'webhook' },
    { kind: 'webhook', url: 'http://hooks.example.com/' },
    { kind: 'webhook', url: 'https://u:p@hooks.example.com/' },
    { kind: 'slack', url: 'https://h.example/', values: true },
    { kind: 'mail', url: 'https://h.example/' },
    { kind: 'mail', to: ['a@b\r\nRCPT TO:<c@d>'] },
    { kind: 'webhook', url: 'https://h.example/', types: ['everything'] },
  ])('%j is none', async (input) => {
    expect((await plane.ask('POST', '/channels', { body: { name: 'x', ...input } })).status).toBe(422);
  });

  it('are for administrators to make', async () => {
    const body = { name: 'x', kind: 'webhook', url: 'https://h.example/' };
    expect((await plane.ask('POST', '/channels', { body, as: actorOf('policy_manager') })).status).toBe(403);
  });
});

it('many denials of a grant are told once, and not again for an hour; a broken chain once', async () => {
  const { sql } = plane.control;
  await sql
    .insertInto('writer')
    .values({ name: 'w', key: 'k', mac: new Uint8Array(32) })
    .execute();
  const { id: writer } = await sql.selectFrom('writer').select('id').where('name', '=', 'w').executeTakeFirstOrThrow();
  const deny = async (from: number, count: number): Promise<void> => {
    for (let i = from; i < from + count; i += 1) {
      const row = { writer, seq: i, time: plane.clock.now(), grant_id: 'g', label: 'alice', server: 's', subject: 't' };
      const rest = {
        outcome: 'deny',
        code: 'denied',
        text: '{}',
        prev_mac: new Uint8Array(32),
        mac: new Uint8Array(32),
      };
      await sql
        .insertInto('call_record')
        .values({ ...row, ...rest })
        .execute();
    }
  };
  let broken: { writer: string; seq: number; problem: string }[] = [];
  const verify = async () => broken;
  const alerts = new Alerts({ sql, clock: plane.clock, verify, onError: (error) => void plane.errors.push(error) });
  const count = async () => (await sql.selectFrom('outbox').select('data').execute()).length;
  await deny(1, 49);
  await alerts.look();
  expect(await count()).toBe(0);
  await deny(50, 1);
  await alerts.look();
  await alerts.look();
  expect(await count()).toBe(1);
  plane.clock.advance(3_600_000);
  await deny(51, 50);
  await alerts.look();
  expect(await count()).toBe(2);
  broken = [{ writer: 'w', seq: 3, problem: 'edited' }];
  plane.clock.advance(24 * 3_600_000);
  await alerts.look();
  plane.clock.advance(24 * 3_600_000);
  await alerts.look();
  expect(
    (await sql.selectFrom('outbox').select('type').execute()).filter(({ type }) => type === 'chain.broken'),
  ).toHaveLength(1);
  expect(plane.errors).toEqual([]);
});
