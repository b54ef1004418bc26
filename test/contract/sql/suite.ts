import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Sql, SqlError } from '../../../src/store/index.ts';

/** A database of an adapter: every connection to it sees the same tables. */
export interface Place {
  /** Opens one more connection, as another process would. */
  connect(): Promise<Sql>;
  remove(): void | Promise<void>;
}

/**
 * What verbs rely on, whatever the database: each adapter of `Sql` passes this. It leans on two tables of the product, one
 * with a reference and one without.
 */
export function sqlContract(name: string, make: () => Promise<Place>): void {
  describe(`a database: ${name}`, () => {
    let place: Place;
    let sql: Sql;
    beforeEach(async () => {
      place = await make();
      sql = await place.connect();
    });
    afterEach(async () => {
      await sql.destroy();
      await place.remove();
    });

    const failure = (subject: string, count = 1) => ({ subject, count, last_at: 0 });
    const add = (to: Sql, subject: string) => to.insertInto('login_failure').values(failure(subject)).execute();
    const subjects = async (from: Sql = sql) =>
      (await from.selectFrom('login_failure').select('subject').orderBy('subject').execute()).map((row) => row.subject);

    it('gives back what it was given, to the bit', async () => {
      const bytes = randomBytes(32);
      const key = ' "quotes" \u{1F600} e\u0301 \u2028 \u0001';
      await sql
        .insertInto('writer')
        .values({ name: key, key: '', mac: bytes, last_time: 2 ** 53 - 1 })
        .execute();
      const row = await sql.selectFrom('writer').selectAll().where('name', '=', key).executeTakeFirstOrThrow();
      expect(row).toMatchObject({ name: key, key: '', seq: 0, last_time: 2 ** 53 - 1 });
      expect(Buffer.from(row.mac)).toEqual(bytes);
    });

    it('keeps the character 0 or refuses it, and never changes it', async () => {
      const kept = await add(sql, 'a\u0000b').then(
        () => ['a\u0000b'],
        (error: unknown) => {
          expect(error).toMatchObject({ name: 'SqlError', problem: 'value' });
          return [];
        },
      );
      expect(await subjects()).toEqual(kept);
    });

    it('sorts and compares text by its bytes', async () => {
      const inOrder = ['A', 'B', 'Z', '_', 'a', 'a-b', 'aa', 'b', '\u00e4', '\u{1F600}'];
      for (const subject of inOrder.toReversed()) await add(sql, subject);
      expect(await subjects()).toEqual(inOrder);
      const after = await sql.selectFrom('login_failure').select('subject').where('subject', '>', 'Z').execute();
      expect(after).toHaveLength(7);
    });

    it('keeps all of a transaction', async () => {
      await sql.transaction().execute(async (tx) => {
        await add(tx, 'a');
        await add(tx, 'b');
        expect(await subjects(tx)).toEqual(['a', 'b']);
      });
      expect(await subjects()).toEqual(['a', 'b']);
    });

    it('keeps nothing of one that fails, by whatever', async () => {
      const failures = [
        sql.transaction().execute(async (tx) => {
          await add(tx, 'a');
          throw new Error('no');
        }),
        sql.transaction().execute(async (tx) => {
          await add(tx, 'b');
          await add(tx, 'b');
        }),
      ];
      const settled = await Promise.allSettled(failures);
      expect(settled.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
      expect(await subjects()).toEqual([]);
    });

    it('names what a statement failed at', async () => {
      await add(sql, 'a');
      await expect(add(sql, 'a')).rejects.toMatchObject({ name: 'SqlError', problem: 'unique' });
      const orphan = { user_id: 'nobody', digest: 'd' };
      await expect(sql.insertInto('recovery_code').values(orphan).execute()).rejects.toMatchObject({
        problem: 'reference',
      });
    });

    it('runs transactions of one connection one after the other', async () => {
      await add(sql, 'n');
      await Promise.all(Array.from({ length: 40 }, () => increment(sql)));
      expect(await countOf(sql)).toBe(41);
    });

    it('loses nothing between connections that write at the same time', async () => {
      const other = await place.connect();
      try {
        await add(sql, 'n');
        await Promise.all(Array.from({ length: 40 }, (_, i) => increment(i % 2 === 0 ? sql : other)));
        expect(await countOf(other)).toBe(41);
      } finally {
        await other.destroy();
      }
    });

    it('shows other connections a transaction when it is committed, and not before', async () => {
      const other = await place.connect();
      try {
        await sql.transaction().execute(async (tx) => {
          await add(tx, 'a');
          expect(await subjects(other)).toEqual([]);
        });
        expect(await subjects(other)).toEqual(['a']);
      } finally {
        await other.destroy();
      }
    });

    it('begins no transaction inside of one', async () => {
      // The types say so, too: on a transaction there is nothing to begin one with.
      const nested = sql.transaction().execute((tx) => (tx as Sql).transaction().execute(() => add(tx, 'a')));
      await expect(nested).rejects.toThrow();
      expect(await subjects()).toEqual([]);
    });

    it('says how many rows it changed, and which', async () => {
      for (const subject of ['a', 'b', 'c']) await add(sql, subject);
      const { numUpdatedRows } = await sql
        .updateTable('login_failure')
        .set({ count: 7 })
        .where('subject', '>', 'a')
        .executeTakeFirst();
      expect(numUpdatedRows).toBe(2n);
      const gone = await sql.deleteFrom('login_failure').where('count', '=', 7).returning('subject').execute();
      expect(gone.map(({ subject }) => subject).sort()).toEqual(['b', 'c']);
    });

    it('replaces a row that is there already, where it is asked to', async () => {
      for (const count of [1, 5]) {
        await sql
          .insertInto('login_failure')
          .values(failure('a', count))
          .onConflict((conflict) => conflict.column('subject').doUpdateSet({ count }))
          .execute();
      }
      expect(await sql.selectFrom('login_failure').select('count').execute()).toEqual([{ count: 5 }]);
    });

    it('compares places of a list member by member', async () => {
      for (const [subject, count] of [
        ['b', 1],
        ['a', 2],
        ['c', 1],
        ['d', 2],
      ] as const) {
        await sql.insertInto('login_failure').values(failure(subject, count)).execute();
      }
      const after = await sql
        .selectFrom('login_failure')
        .select('subject')
        .where((x) => x(x.refTuple('count', 'subject'), '>', x.tuple(1, 'b')))
        .orderBy('count')
        .orderBy('subject')
        .execute();
      expect(after.map(({ subject }) => subject)).toEqual(['c', 'a', 'd']);
    });

    it('removes with a row what belongs to it', async () => {
      const user = { id: 'u', email: 'e', name: 'n', role: 'viewer', state: 'active', password: 'p', created_at: 0 };
      await sql
        .insertInto('user_account')
        .values({ ...user, signed_in_at: null })
        .execute();
      await sql.insertInto('recovery_code').values({ user_id: 'u', digest: 'd' }).execute();
      await sql.deleteFrom('user_account').where('id', '=', 'u').execute();
      expect(await sql.selectFrom('recovery_code').selectAll().execute()).toEqual([]);
    });

    it('says that it is closed, once it is', async () => {
      const other = await place.connect();
      await other.destroy();
      await expect(subjects(other)).rejects.toThrow();
    });

    it('tells no value in the words of a failure', async () => {
      const secret = 'tgk_planted-secret';
      await add(sql, secret);
      const failed = await add(sql, secret).catch((error: unknown) => error);
      expect(failed).toBeInstanceOf(SqlError);
      expect(String(failed)).not.toContain('planted');
    });

    async function increment(to: Sql): Promise<void> {
      await to.transaction().execute(async (tx) => {
        const count = await countOf(tx);
        await tx
          .updateTable('login_failure')
          .set({ count: count + 1 })
          .where('subject', '=', 'n')
          .execute();
      });
    }

    async function countOf(from: Sql): Promise<number> {
      const row = await from
        .selectFrom('login_failure')
        .select('count')
        .where('subject', '=', 'n')
        .executeTakeFirstOrThrow();
      return row.count;
    }
  });
}
