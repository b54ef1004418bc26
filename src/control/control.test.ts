import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { actorOf, openTestControl, type TestControl } from '../../test/support/control.ts';
import { operator } from '../accounts/index.ts';
import { Fault } from '../kernel/index.ts';
import type { Sql } from '../store/index.ts';
import type { ChangeFeed } from './change-feed.ts';
import { Control } from './control.ts';
import { defineVerb } from './define-verb.ts';
import { controlChain } from './event-chain.ts';
import { readStand, type Stand } from './stand.ts';

const note = (more: object = {}) =>
  defineVerb({
    name: 'note.write',
    summary: 'A verb of this test.',
    permission: 'servers:write',
    change: true,
    input: z.strictObject({ text: z.string() }),
    output: z.strictObject({ text: z.string() }),
    run: async ({ text }, { tx, event, changed, now }) => {
      await tx.insertInto('login_failure').values({ subject: text, count: 1, last_at: now }).execute();
      event({ text });
      changed();
      return { text };
    },
    ...more,
  });

let plane: TestControl;
beforeEach(async () => {
  plane = await openTestControl();
});
afterEach(() => plane.close());

const notes = () => plane.control.sql.selectFrom('login_failure').select('subject').execute();
const events = () => plane.control.sql.selectFrom('event').select(['name', 'seq', 'text']).orderBy('seq').execute();

describe('a verb', () => {
  it('runs for who may, and leaves its work, its event and a new version together', async () => {
    const heard: number[] = [];
    plane.control.changed.subscribe((version) => heard.push(version));
    const output = await plane.control.run(note(), { text: 'one' }, { actor: operator, address: '192.0.2.1' });
    expect(output).toEqual({ text: 'one' });
    expect(await notes()).toEqual([{ subject: 'one' }]);
    const [event] = await events();
    expect(JSON.parse(event?.text ?? '')).toEqual({
      kind: 'event',
      time: plane.clock.now(),
      event: 'note.write',
      detail: { actor: { kind: 'operator', id: 'operator' }, address: '192.0.2.1', text: 'one' },
    });
    expect(heard).toEqual([2]);
  });

  it.each([
    ['who may not', () => plane.control.run(note(), { text: 'a' }, { actor: actorOf('viewer') }), 'forbidden'],
    [
      'an input with more in it',
      () => plane.control.run(note(), { text: 'a', more: 1 }, { actor: operator }),
      'invalid',
    ],
    ['an input that is none', () => plane.control.run(note(), 7, { actor: operator }), 'invalid'],
  ])('refuses %s', async (_what, run, code) => {
    await expect(run()).rejects.toMatchObject({ code });
    expect(await notes()).toEqual([]);
    expect(await events()).toEqual([]);
  });

  it.each([
    [
      'throws',
      { run: async (_: unknown, { tx, event }: never) => write(tx, event).then(() => Promise.reject(new Error('no'))) },
    ],
    ['leaves no event', { run: async (_: unknown, { tx }: never) => write(tx, () => {}).then(() => ({ text: '' })) }],
    [
      'says more than it declares',
      { run: async (_: unknown, { tx, event }: never) => write(tx, event).then(() => ({ text: '', secret: 1 })) },
    ],
  ])('that %s has changed nothing', async (_what, more) => {
    const write = note(more);
    await expect(plane.control.run(write, { text: 'a' }, { actor: operator })).rejects.toThrow();
    expect(await notes()).toEqual([]);
    expect(await events()).toEqual([]);
    await plane.control.run(note(), { text: 'after' }, { actor: operator });
    expect(await notes()).toEqual([{ subject: 'after' }]);
  });

  it('that meets a row which is there already is a conflict', async () => {
    await plane.control.run(note(), { text: 'a' }, { actor: operator });
    await expect(plane.control.run(note(), { text: 'a' }, { actor: operator })).rejects.toMatchObject({
      code: 'conflict',
    });
  });

  it('calls another one inside of its own transaction, as the same actor', async () => {
    const both = note({
      name: 'note.both',
      run: async (_: unknown, { call }: { call: (verb: unknown, input: unknown) => Promise<unknown> }) => {
        await call(note(), { text: 'x' });
        await call(note(), { text: 'x' });
        return { text: '' };
      },
    });
    await expect(plane.control.run(both, { text: '' }, { actor: operator })).rejects.toMatchObject({
      code: 'conflict',
    });
    expect(await notes()).toEqual([]);
  });

  it('runs beside many others, one transaction after the other', async () => {
    const texts = Array.from({ length: 50 }, (_, i) => `n${i}`);
    await Promise.all(texts.map((text) => plane.control.run(note(), { text }, { actor: operator })));
    expect((await events()).map(({ seq }) => seq)).toEqual(texts.map((_, i) => i + 1));
    const reader = await plane.reader();
    const { findings, writers } = await reader.verify(plane.control.keys, []);
    await reader.close();
    expect(findings).toEqual([]);
    expect(writers.map(({ records }) => records)).toEqual([50]);
  });

  it('asks for its caller’s credential inside of the transaction, before anything is done', async () => {
    let inTransaction = false;
    const stands = async (tx: Sql): Promise<void> => {
      inTransaction = tx !== plane.control.sql;
      throw new Fault('unauthenticated', 'not any more');
    };
    const caller = { actor: operator, stands };
    await expect(plane.control.run(note(), { text: 'a' }, caller)).rejects.toMatchObject({ code: 'unauthenticated' });
    expect(inTransaction).toBe(true);
    expect([await notes(), await events()]).toEqual([[], []]);
  });

  it('is given what another one has prepared before the transaction, and prepares it no second time', async () => {
    const prepared: string[] = [];
    const slow = note({
      prepare: async ({ text }: { text: string }) => {
        prepared.push(text);
        return text;
      },
    });
    const both = note({
      name: 'note.both',
      run: async (_: unknown, { call }: { call: (...ask: unknown[]) => Promise<unknown> }) => {
        await call(slow, { text: 'x' }, 'x');
        await call(slow, { text: 'y' });
        return { text: '' };
      },
    });
    await plane.control.run(both, { text: '' }, { actor: operator });
    expect(prepared).toEqual(['y']);
  });

  it('with an Idempotency-Key is done once, and its answer given again', async () => {
    const caller = { actor: operator, idempotencyKey: 'k1' };
    await plane.control.run(note(), { text: 'a' }, caller);
    expect(await plane.control.run(note(), { text: 'a' }, caller)).toEqual({ text: 'a' });
    expect(await notes()).toEqual([{ subject: 'a' }]);
    await expect(plane.control.run(note(), { text: 'b' }, caller)).rejects.toMatchObject({ code: 'conflict' });
    plane.clock.advance(3_600_000);
    await plane.control.run(note(), { text: 'b' }, caller);
    expect(await notes()).toHaveLength(2);
  });
});

describe('a change by another process', () => {
  it('is told to who listens', async () => {
    const other = await openTestControl({}, plane.folder);
    try {
      const heard = Promise.withResolvers<number>();
      plane.control.changed.subscribe(heard.resolve);
      await other.control.run(note(), { text: 'from elsewhere' }, { actor: operator });
      expect(await heard.promise).toBe(2);
      await plane.control.run(note(), { text: 'from here' }, { actor: operator });
      expect((await events()).map(({ seq }) => seq)).toEqual([1, 2]);
    } finally {
      await other.control.sql.destroy();
    }
  });
});

describe('a database that is set back', () => {
  /** To what it was after its first change, as a dump that is restored does it, under everybody who is connected. */
  async function setBack(): Promise<void> {
    await plane.control.sql.transaction().execute(async (tx) => {
      await tx.deleteFrom('event').where('seq', '>', 1).execute();
      const { mac, time } = await tx.selectFrom('event').select(['mac', 'time']).executeTakeFirstOrThrow();
      await tx.updateTable('writer').set({ seq: 1, mac, last_time: time }).execute();
      await tx.updateTable('config_version').set({ version: 2 }).execute();
    });
  }
  const change = (text: string) => plane.control.run(note(), { text }, { actor: operator });
  const fail = (error: unknown): void => expect.unreachable(String(error));
  const watching: Control[] = [];
  afterEach(() => {
    for (const control of watching.splice(0)) control.close();
  });

  /** Somebody else on the database, who looks into it when told to. */
  async function watcher(answered: () => Promise<void> = async () => {}) {
    const { keys, clock, services } = plane.control;
    const sql = plane.control.sql.withPlugin({
      transformQuery: ({ node }) => node,
      transformResult: async ({ result }) => {
        await answered();
        return result;
      },
    });
    let hear = (): void => undefined;
    const feed: ChangeFeed = {
      announce: () => undefined,
      subscribe: (heard) => {
        hear = heard;
        return () => undefined;
      },
    };
    const control = await Control.open({ sql, keys, clock, services, feed, onError: fail });
    watching.push(control);
    const heard: number[] = [];
    control.changed.subscribe((number) => heard.push(number));
    const look = async (): Promise<void> => {
      const { promise, resolve } = Promise.withResolvers<void>();
      const end = control.looked.subscribe(() => resolve());
      hear();
      await promise;
      end();
    };
    return { control, heard, look };
  }

  it('is told, with what was seen in it, and so is every change that comes after', async () => {
    const { control, heard, look } = await watcher();
    for (const text of ['a', 'b', 'c']) await change(text);
    await look();
    expect(heard).toEqual([4]);
    await setBack();
    await Promise.all([look(), look()]);
    expect(control.setBacks).toMatchObject([{ version: 4, seq: 3 }]);
    await change('d');
    // The second of the two looks may end only now.
    await vi.waitFor(async () => {
      await look();
      expect(heard).toEqual([4, 2, 3]);
    });
    expect(control.setBacks).toHaveLength(1);
  });

  it('is told of what comes after it, whatever a look that began before it has read', async () => {
    let [answers, held] = [0, Number.POSITIVE_INFINITY];
    const { promise, resolve } = Promise.withResolvers<void>();
    const reached = Promise.withResolvers<void>();
    const { control, heard, look } = await watcher(async () => {
      answers += 1;
      if (answers !== held) return;
      reached.resolve();
      await promise;
    });
    for (const text of ['a', 'b', 'c']) await change(text);
    await look();
    answers = 0;
    await look();
    // The last answer of the next one is kept back.
    held = answers * 2;
    const late = look();
    await reached.promise;
    await setBack();
    await look();
    expect(heard).toEqual([4, 2]);
    resolve();
    await late;
    await change('d');
    await vi.waitFor(async () => {
      await look();
      expect(heard).toEqual([4, 2, 3]);
    });
    expect(control.setBacks).toHaveLength(1);
  });

  it.each([
    ['as many', 1],
    ['more', 3],
  ])('is told where %s changes were made since: they bear the numbers of those that are lost', async (_what, made) => {
    const { control, look } = await watcher();
    await change('a');
    await change('b');
    await look();
    await setBack();
    for (let n = 0; n < made; n += 1) await change(`other ${n}`);
    await look();
    expect(control.setBacks).toMatchObject([{ version: 3, seq: 2 }]);
  });

  it('is told where what is lost was changed since the last look, by whoever changed it', async () => {
    const { control, look } = await watcher();
    await change('a');
    await look();
    await control.run(note(), { text: 'b' }, { actor: operator });
    await setBack();
    await change('other');
    await look();
    expect(control.setBacks).toMatchObject([{ version: 3, seq: 2 }]);
  });

  it('takes no note of a use before that is noticed, and what is noted is missed like a change', async () => {
    const { control, look } = await watcher();
    const use = (n: number): Promise<void> =>
      plane.control.sql.transaction().execute(async (tx) => {
        await tx
          .insertInto('login_failure')
          .values({ subject: `use ${n}`, count: 1, last_at: 0 })
          .execute();
        committed = await control.note(tx, { name: 'approval.used', detail: { n } }, 0);
      });
    let committed = (): void => undefined;
    await change('a');
    await look();
    await use(1);
    committed();
    await setBack();
    await expect(use(2)).rejects.toThrow('the database was set back');
    // Whatever bears its number since.
    await change('other');
    await expect(use(3)).rejects.toThrow('the database was set back');
    await look();
    expect(control.setBacks).toMatchObject([{ version: 2, seq: 2 }]);
    await use(4);
    committed();
    await look();
    expect(control.setBacks).toHaveLength(1);
    const noted = (await notes()).map(({ subject }) => subject).filter((subject) => subject.startsWith('use'));
    expect(noted).toEqual(['use 1', 'use 4']);
    const actor = { kind: 'system', id: 'system' };
    expect(JSON.parse((await events()).at(-1)?.text ?? '')).toMatchObject({
      event: 'approval.used',
      detail: { actor, n: 4 },
    });
  });

  it('is told to who starts with what was seen in it before, and not where its old records were removed', async () => {
    await change('a');
    await change('b');
    const { sql, keys, clock, services } = plane.control;
    const open = async (seen: Stand): Promise<readonly Stand[]> => {
      const control = await Control.open({ sql, keys, clock, services, seen, onError: () => undefined });
      control.close();
      return control.setBacks;
    };
    const seen = await readStand(sql, controlChain(keys));
    await change('c');
    expect(await open(seen)).toEqual([]);
    await sql.deleteFrom('event').where('seq', '=', seen.seq).execute();
    expect(await open(seen)).toEqual([seen]);
    const { id: writer } = await sql.selectFrom('writer').select('id').executeTakeFirstOrThrow();
    const cut = { writer, seq: seen.seq, mac: Buffer.alloc(32), time: 0, signature: Buffer.alloc(32) };
    await sql
      .insertInto('chain_cut')
      .values(cut as never)
      .execute();
    expect(await open(seen)).toEqual([]);
    expect(await open({ ...seen, chain: 'control-other' })).toHaveLength(1);
  });
});

async function write(tx: TestControl['control']['sql'], event: (detail: object) => void): Promise<void> {
  await tx.insertInto('login_failure').values({ subject: 'half', count: 1, last_at: 0 }).execute();
  event({});
}
