/** The two logs by the API: filters, pages, streams, files, and who may see what. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chainKey, genesis } from '../../src/audit/index.ts';
import { actorOf, openTestControl, type TestControl } from '../support/control.ts';
import { fileCalls } from '../support/file-calls.ts';

interface Facts {
  readonly grant: string;
  readonly server: string;
  readonly subject: string;
  readonly outcome: string;
  readonly code: string | null;
  readonly time: number;
}

const labels = ['alice', 'bob'];
let plane: TestControl;
let writer = 0;
let seq = 0;
const all: (Facts & { id: number })[] = [];

/** Puts calls on the record as the store's worker does: rows of a writer, in the order of arrival. */
async function kept(facts: readonly Facts[], more: object = {}): Promise<void> {
  for (const one of facts) {
    seq += 1;
    const { grant, server, subject, outcome, code, time } = one;
    const record = {
      kind: 'call',
      requestId: `r${seq}`,
      time,
      grant: { id: `file:${grant}`, label: grant },
      server,
      subject,
      outcome,
      ...(code === null ? {} : { code }),
      ms: 1,
      ...more,
    };
    const row = await plane.control.sql
      .insertInto('call_record')
      .values({
        writer,
        seq,
        time,
        grant_id: `file:${grant}`,
        label: grant,
        server,
        subject,
        outcome,
        code,
        text: JSON.stringify(record),
        prev_mac: new Uint8Array(32),
        mac: new Uint8Array(32),
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    all.push({ ...one, id: Number(row.id) });
  }
  fileCalls(plane);
}

const facts: fc.Arbitrary<Facts> = fc.record({
  grant: fc.constantFrom(...labels),
  server: fc.constantFrom('files', 'github'),
  subject: fc.constantFrom('read', 'write'),
  outcome: fc.constantFrom('allow', 'deny'),
  code: fc.constantFrom(null, 'denied'),
  time: fc.integer({ min: 1_000, max: 2_000 }),
});

beforeAll(async () => {
  plane = await openTestControl();
  const { sql } = plane.control;
  await sql
    .insertInto('writer')
    .values({ name: 'w1', key: 'k', mac: new Uint8Array(32) })
    .execute();
  writer = (await sql.selectFrom('writer').select('id').where('name', '=', 'w1').executeTakeFirstOrThrow()).id;
  await kept(fc.sample(facts, { numRuns: 120, seed: 7 }));
});
afterAll(() => plane.close());

interface Page {
  readonly items: { id: number; record: Record<string, unknown> }[];
  readonly next?: string;
}
const query = (given: Readonly<Record<string, string | number | undefined>>): string => {
  const words = Object.entries(given).filter((entry): entry is [string, string | number] => entry[1] !== undefined);
  return words.length === 0
    ? ''
    : `?${new URLSearchParams(words.map(([name, value]): [string, string] => [name, String(value)])).toString()}`;
};
const page = async (given: Readonly<Record<string, string | number | undefined>>): Promise<Page> =>
  (await plane.ask('GET', `/calls${query(given)}`)).body as Page;

describe('calls', () => {
  it('are found by every filter, and by all of them together', async () => {
    const filter = fc.record(
      {
        grant: fc.constantFrom('alice', 'file:bob', 'nobody'),
        server: fc.constantFrom('files', 'github'),
        tool: fc.constantFrom('read', 'write'),
        outcome: fc.constantFrom('allow', 'deny'),
        code: fc.constantFrom('denied'),
        since: fc.integer({ min: 900, max: 2_100 }),
        until: fc.integer({ min: 900, max: 2_100 }),
      },
      { requiredKeys: [] },
    );
    await fc.assert(
      fc.asyncProperty(filter, async (given) => {
        const wanted = all
          .filter(
            (one) =>
              (given.grant === undefined || given.grant === one.grant || given.grant === `file:${one.grant}`) &&
              (given.server ?? one.server) === one.server &&
              (given.tool ?? one.subject) === one.subject &&
              (given.outcome ?? one.outcome) === one.outcome &&
              (given.code ?? one.code) === one.code &&
              (given.since ?? 0) <= one.time &&
              (given.until ?? 9_999) > one.time,
          )
          .map(({ id }) => id)
          .reverse();
        expect((await page({ ...given, limit: 200 })).items.map(({ id }) => id)).toEqual(wanted);
      }),
      { numRuns: 40 },
    );
  });

  it('are counted by time, server and grant as counting them one by one would', async () => {
    const given = fc.record(
      {
        since: fc.integer({ min: 900, max: 2_100 }),
        server: fc.constantFrom('files', 'github'),
        grant: fc.constantFrom('alice', 'nobody'),
      },
      { requiredKeys: ['since'] },
    );
    type Counts = { allowed: number; denied: number; held: number };
    type Stats = Record<'servers' | 'grants', (Counts & { name: string })[]> & { buckets: (Counts & { at: number })[] };
    await fc.assert(
      fc.asyncProperty(given, async ({ since, server, grant }) => {
        const meant = all.filter(
          (one) => one.time >= since && (server ?? one.server) === one.server && (grant ?? one.grant) === one.grant,
        );
        const count = (of: readonly Facts[]): Counts => ({
          allowed: of.filter(({ outcome }) => outcome === 'allow').length,
          denied: of.filter(({ outcome }) => outcome === 'deny').length,
          held: 0,
        });
        const by = (key: (one: Facts) => string) =>
          new Map([...Map.groupBy(meant, key)].map(([name, of]) => [name, count(of)]));
        const { body } = await plane.ask('GET', `/calls/stats${query({ since, server, grant, step: 1_000 })}`);
        const { buckets, servers, grants } = body as Stats;
        const told = (rows: readonly (Counts & { name: string })[]) =>
          new Map(rows.map(({ name, ...counts }) => [name, counts]));
        expect(told(buckets.map(({ at, ...counts }) => ({ name: String(at), ...counts })))).toEqual(
          by(({ time }) => String(time - (time % 1_000))),
        );
        expect(told(servers)).toEqual(by((one) => one.server));
        expect(told(grants)).toEqual(by((one) => one.grant));
      }),
      { numRuns: 30 },
    );
  });

  it('come in pages that hold still while others arrive', async () => {
    const wanted = all.map(({ id }) => id).reverse();
    const seen: number[] = [];
    let cursor: string | undefined;
    do {
      const { items, next } = await page({ limit: 17, cursor });
      seen.push(...items.map(({ id }) => id));
      cursor = next;
      await kept(fc.sample(facts, { numRuns: 3, seed: seen.length }));
    } while (cursor !== undefined);
    expect(seen).toEqual(wanted);
  });

  it.each(['cursor=x', 'limit=0', 'limit=1001', 'outcome=maybe', 'since=yesterday', 'colour=red'])(
    'refuse %s',
    async (words) => {
      expect((await plane.ask('GET', `/calls?${words}`)).status).toBe(422);
    },
  );

  it('come in smaller pages where they are long, and all of them', async () => {
    const one: Facts = {
      grant: 'alice',
      server: 'files',
      subject: 'longest',
      outcome: 'allow',
      code: null,
      time: 1_998,
    };
    const ids = all.length;
    await kept(Array<Facts>(130).fill(one), { argumentKeys: ['k'.repeat(80_000)] });
    for (const order of ['oldest', 'newest']) {
      const seen: number[] = [];
      let pages = 0;
      let cursor: string | undefined;
      do {
        const { items, next } = await page({ tool: 'longest', limit: 1_000, order, cursor });
        expect(JSON.stringify(items).length).toBeLessThan(4.5 * 2 ** 20);
        seen.push(...items.map(({ id }) => id));
        cursor = next;
        pages += 1;
      } while (cursor !== undefined);
      const wanted = all.slice(ids).map(({ id }) => id);
      expect(seen).toEqual(order === 'oldest' ? wanted : wanted.toReversed());
      expect(pages).toBe(3);
    }
  });

  it('say of one whether it is as it was written, in its place', async () => {
    const { sql, keys } = plane.control;
    const chainOf = async (id: number): Promise<unknown> =>
      ((await plane.ask('GET', `/calls/${id}`)).body as { chain?: unknown }).chain;
    // The writer of the others has a key that nobody has any more.
    expect(await chainOf(all[0]?.id ?? 0)).toBe('key_unknown');

    await kept([{ grant: 'alice', server: 'files', subject: 'read', outcome: 'allow', code: null, time: 1_600 }]);
    const id = all.at(-1)?.id ?? 0;
    const { text } = await sql.selectFrom('call_record').select('text').where('id', '=', id).executeTakeFirstOrThrow();
    const own = { name: 'w2', key: keys.current, mac: genesis };
    const row = await sql.insertInto('writer').values(own).returning('id').executeTakeFirstOrThrow();
    const sealed = { writer: row.id, seq: 1, prev_mac: genesis };
    const mac = chainKey(keys.subkey('audit-chain', keys.current), 'w2').mac(1, genesis, text);
    const set = (what: object): Promise<unknown> =>
      sql
        .updateTable('call_record')
        .set({ ...sealed, mac, text, ...what })
        .where('id', '=', id)
        .execute();
    const states: unknown[] = [];
    for (const what of [{}, { text: text.replace('alice', 'mallo') }, { seq: 2 }, { prev_mac: mac }, {}]) {
      await set(what);
      states.push(await chainOf(id));
    }
    expect(states).toEqual(['as_written', 'changed', 'changed', 'changed', 'as_written']);
    await set({ writer, seq, mac: genesis });
    await sql.deleteFrom('writer').where('id', '=', row.id).execute();
  });

  it('show captured values to auditors alone, wherever they are asked for', async () => {
    await kept([{ grant: 'alice', server: 'files', subject: 'read', outcome: 'allow', code: null, time: 1_500 }], {
      argumentValues: { path: '/etc/canary' },
    });
    const id = all.at(-1)?.id ?? 0;
    for (const path of ['/calls?limit=1', `/calls/${id}`, '/calls/export', '/calls/export?format=csv']) {
      for (const role of ['admin', 'viewer', 'policy_manager', 'approver'] as const) {
        const { body } = await plane.ask('GET', path, { as: actorOf(role) });
        expect(JSON.stringify(body)).not.toContain('canary');
      }
      const { body } = await plane.ask('GET', path, { as: actorOf('auditor') });
      if (!path.endsWith('csv')) expect(JSON.stringify(body)).toContain('canary');
    }
  });
});

describe('an export', () => {
  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', ' =1', '\r=1', '＝1', '"=1', 'a"b', 'a,b', 'a\nb'])(
    'has no cell that a spreadsheet would calculate, or that breaks the line: %j',
    async (hostile) => {
      await kept([{ grant: 'alice', server: 'files', subject: hostile, outcome: 'deny', code: 'denied', time: 1_999 }]);
      const { body } = await plane.ask('GET', `/calls/export${query({ format: 'csv', tool: hostile })}`);
      const [head = '', line = '', rest] = String(body).split('\r\n');
      expect(rest).toBe('');
      const cells = line.match(/"(?:[^"]|"")*"|[^,]+|(?<=,)(?=,)/g) ?? [];
      expect(head.split(',')).toContain('subject');
      for (const cell of cells) expect(cell).not.toMatch(/^"?\s*[=+\-@\uff1d]/);
    },
  );

  it('has every record once, the oldest first', async () => {
    const { body, headers } = await plane.ask('GET', '/calls/export');
    const lines = String(body).trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line).seq)).toEqual(Array.from({ length: seq }, (_, i) => i + 1));
    expect(headers.get('content-disposition')).toBe('attachment; filename="calls.jsonl"');
  });
});

describe('a stream that nobody reads', () => {
  it.each(['/calls/export', '/calls/export?format=csv'])('holds a few long records, not hundreds: %s', async (path) => {
    // More than a page of them, behind whatever short ones are there.
    const long = { argumentKeys: ['k'.repeat(64_000)] };
    if (!all.some(({ subject }) => subject === 'long'))
      await kept(
        Array<Facts>(60).fill({
          grant: 'alice',
          server: 'files',
          subject: 'long',
          outcome: 'allow',
          code: null,
          time: 1_999,
        }),
        long,
      );
    const request = new Request(`http://localhost/api/v1${path}${path.includes('?') ? '&' : '?'}tool=long`);
    const response = await plane.api.fetch(request, { actor: actorOf('viewer') });
    const reader = response.body?.getReader();
    let lines = 0;
    for (let largest = 0; lines < 60; ) {
      const { value, done } = (await reader?.read()) ?? { done: true, value: undefined };
      expect(done).toBe(false);
      largest = Math.max(largest, value?.length ?? 0);
      lines +=
        Buffer.from(value ?? [])
          .toString()
          .match(/k{64000}/g)?.length ?? 0;
      expect(largest).toBeLessThan(300_000);
    }
    expect(lines).toBe(60);
    await reader?.cancel();
  });
});

/** Reads a stream until so many events have come. */
async function events(
  path: string,
  count: number,
  headers: Record<string, string> = {},
): Promise<{ id: number; seq: number }[]> {
  const request = new Request(`http://localhost/api/v1${path}`, { headers });
  const response = await plane.api.fetch(request, { actor: actorOf('auditor') });
  expect(response.headers.get('content-type')).toBe('text/event-stream');
  const reader = response.body?.getReader();
  const text = new TextDecoder();
  let unread = '';
  const got: { id: number; seq: number }[] = [];
  while (got.length < count) {
    const next = await reader?.read();
    if (next === undefined || next.done) break;
    unread += text.decode(next.value, { stream: true });
    for (let end = unread.indexOf('\n\n'); end !== -1; end = unread.indexOf('\n\n')) {
      const [, id, data] = /^id: (\d+)\nevent: call\ndata: (.*)$/.exec(unread.slice(0, end)) ?? [];
      if (id !== undefined && data !== undefined) got.push({ id: Number(id), seq: JSON.parse(data).seq });
      unread = unread.slice(end + 2);
    }
  }
  await reader?.cancel();
  return got;
}

describe('a tail', () => {
  it('tells what comes from now on, and goes on where it broke off', async () => {
    const from = seq;
    const waiting = events('/calls/tail', 2);
    // The stream has to have begun before what is to come comes.
    await new Promise((resolve) => setTimeout(resolve, 300));
    await kept(fc.sample(facts, { numRuns: 5, seed: 1 }));
    const first = await waiting;
    expect(first.map((one) => one.seq)).toEqual([from + 1, from + 2]);
    const rest = await events('/calls/tail', 3, { 'last-event-id': String(first[1]?.id) });
    expect(rest.map((one) => one.seq)).toEqual([from + 3, from + 4, from + 5]);
  });

  it('reads no more than is taken', async () => {
    await kept(fc.sample(facts, { numRuns: 450, seed: 3 }));
    const request = new Request('http://localhost/api/v1/calls/tail?after=0');
    const response = await plane.api.fetch(request, { actor: actorOf('auditor') });
    const reader = response.body?.getReader();
    const first = await reader?.read();
    expect(first?.done).toBe(false);
    await new Promise((resolve) => setTimeout(resolve, 50));
    await reader?.cancel();
    expect(plane.errors).toEqual([]);
  });
});

it('the ends of the chains can be kept elsewhere', async () => {
  const { body } = await plane.ask('GET', '/audit/heads');
  expect(body).toMatchObject({ items: [{ writer: 'w1', seq: 0 }] });
});
