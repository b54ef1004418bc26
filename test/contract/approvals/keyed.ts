import { createHash, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { callDigest, exceptionDigests } from '../../../src/approvals/index.ts';
import { manualClock } from '../../../src/kernel/index.ts';
import { canonical, sha256Jcs } from '../../../src/protocol/index.ts';
import { KeyRing } from '../../../src/seal/index.ts';
import { argumentSeal, rekeyCalls } from '../../../src/store/approvals/index.ts';
import type { Sql } from '../../../src/store/index.ts';
import { askingOf, person } from './calls.ts';
import type { Desk } from './desk.ts';
import { sqlDesk } from './sql-desk.ts';

const start = 1_000_000;
const [old, young] = [randomBytes(32), randomBytes(32)];
const lasting = { minutes: 10, arguments: 'same' } as const;

/**
 * What a database tells of arguments to whoever has it and no key, and what becomes of that when the key is another one.
 *
 * @param two connections of one database
 * @param kind whose migrations it has
 */
export function keyedCalls(two: () => Promise<readonly [Sql, Sql]>, kind: 'sqlite' | 'postgres'): void {
  describe(`calls that are found by their arguments: ${kind}`, () => {
    const secret = { pin: 1234 };
    const { call } = askingOf({ args: secret }).request;

    async function withDesk(
      keys: readonly Buffer[],
      work: (desk: Desk, db: Sql, clock: ReturnType<typeof manualClock>) => Promise<void>,
    ): Promise<void> {
      const clock = manualClock(start);
      const connections = await two();
      const desk = await sqlDesk(connections, argumentSeal(new KeyRing(keys)), clock);
      try {
        await work(desk, connections[0], clock);
      } finally {
        await desk.close();
      }
    }

    const ask = (desk: Desk, args: { readonly [key: string]: string | number }) => desk.queue.ask(askingOf({ args }));

    async function pending(desk: Desk, args: { readonly [key: string]: string | number }): Promise<string> {
      const answer = await ask(desk, args);
      return answer.kind === 'pending' ? answer.id : expect.unreachable(answer.kind);
    }

    async function everything(db: Sql): Promise<string> {
      const approvals = await db.selectFrom('approval').selectAll().execute();
      return JSON.stringify([approvals, await db.selectFrom('approval_exception').selectAll().execute()]);
    }

    /** What whoever guesses the arguments, and knows all else of the call, can make without a key. */
    function guesses(): readonly string[] {
      const text = canonical(secret);
      const hashes = ['sha256', 'sha1', 'md5', 'sha512'].map((name) => createHash(name).update(text).digest('hex'));
      const { same } = exceptionDigests(call);
      return [text, sha256Jcs(secret), callDigest(call), same, ...hashes];
    }

    it('stand nowhere under a digest that could be guessed', async () => {
      await withDesk([old], async (desk, db) => {
        const id = await pending(desk, secret);
        expect(await desk.decide(id, { verdict: 'approve', lasting }, person('ada'))).toMatchObject({ ok: true });
        const proposed = { arguments: secret, text: canonical(secret) };
        await desk.decide(await pending(desk, { pin: 1 }), { verdict: 'deny', proposal: proposed }, person('ada'));
        const kept = await everything(db);
        expect(kept).toContain('"delete');
        for (const guess of guesses()) expect(kept).not.toContain(guess);
      });
    });

    it('are found by whoever has the key after a rotation, and by the new key alone once all is keyed anew', async () => {
      await withDesk([old], async (desk, db) => {
        await desk.decide(await pending(desk, { n: 1 }), { verdict: 'approve' }, person('ada'));
        await pending(desk, { n: 2 });
        await desk.decide(await pending(desk, { n: 3 }), { verdict: 'approve', lasting }, person('ada'));
        await desk.decide(await pending(desk, { n: 4 }), { verdict: 'deny' }, person('ada'));
        const first = await ask(desk, { n: 3 });
        const { request } = askingOf({ args: { n: 3 } });
        if (first.kind !== 'cleared') return expect.unreachable(first.kind);
        // The approval itself is used, so that the exception is what is left.
        expect(await desk.queue.consume(first.clearance, request.call, ['e1'], 'r')).toBe(true);
        const answers = async (keys: readonly Buffer[]): Promise<unknown[]> => {
          const rows = await db.selectFrom('approval').selectAll().execute();
          const exceptions = await db.selectFrom('approval_exception').selectAll().execute();
          const told: unknown[] = [];
          await withDesk(keys, async (other) => {
            // The desk begins with empty tables.
            await db.insertInto('approval').values(rows).execute();
            await db.insertInto('approval_exception').values(exceptions).execute();
            for (const n of [1, 2, 3, 4]) {
              const answer = await ask(other, { n });
              const fresh = answer.kind === 'pending' && answer.fresh;
              const by = answer.kind === 'cleared' ? answer.clearance.kind : undefined;
              const of = askingOf({ args: { n } }).request.call;
              const used =
                answer.kind === 'cleared' && (await other.queue.consume(answer.clearance, of, ['e1'], `r${n}`));
              told.push([answer.kind, by ?? fresh, used]);
            }
          });
          await db.deleteFrom('approval').execute();
          await db.deleteFrom('approval_exception').execute();
          await db.insertInto('approval').values(rows).execute();
          await db.insertInto('approval_exception').values(exceptions).execute();
          return told;
        };
        const found = [
          ['cleared', 'approval', true],
          ['pending', false, false],
          ['cleared', 'exception', true],
          ['denied', false, false],
        ];
        expect(await answers([young, old])).toEqual(found);
        const both = new KeyRing([young, old]);
        const rekey = () => db.transaction().execute((tx) => rekeyCalls(tx, argumentSeal(both), both.current, start));
        expect(await rekey()).toBe(4);
        expect(await rekey()).toBe(0);
        expect(await answers([young, old])).toEqual(found);
        expect(await answers([young])).toEqual(found);
        // Without any key that they were keyed with, everybody is asked anew.
        const nothing = [1, 2, 3, 4].map(() => ['pending', true, false]);
        expect(await answers([randomBytes(32)])).toEqual(nothing);
      });
    });

    it('of before they were keyed are asked for anew, and told by nothing', async () => {
      await withDesk([old], async (desk, db) => {
        const id = await pending(desk, secret);
        await desk.decide(id, { verdict: 'approve', lasting }, person('ada'));
        await desk.decide(
          await pending(desk, { pin: 1 }),
          { verdict: 'approve', lasting: { ...lasting, arguments: 'any' } },
          person('ada'),
        );
        // As it was kept until then.
        const row = await db.selectFrom('approval').select('request').where('id', '=', id).executeTakeFirstOrThrow();
        const request = JSON.parse(row.request) as { readonly call: object };
        const plain = {
          ...request,
          call: { ...request.call, argumentsDigest: sha256Jcs(secret) },
          reasons: ['a "\u0000"'],
        };
        await db
          .updateTable('approval')
          .set({ request: JSON.stringify(plain), call_digest: callDigest(call) })
          .where('id', '=', id)
          .execute();
        const { same } = exceptionDigests(call);
        await db.updateTable('approval_exception').set({ match: same }).where('approval', '=', id).execute();
        const file = new URL(`../../../migrations/${kind}/0018_keyed_calls.sql`, import.meta.url);
        const statements = readFileSync(file, 'utf8')
          .replaceAll(/^--.*$/gm, '')
          .split(/;\s*$/m);
        for (const statement of statements.filter((text) => text.trim() !== '')) await sql.raw(statement).execute(db);
        const kept = await everything(db);
        for (const guess of guesses()) expect(kept).not.toContain(guess);
        const after = await db.selectFrom('approval').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
        expect(JSON.parse(after.request)).toEqual({ ...plain, call: request.call });
        expect(after.state).toBe('expired');
        // That of any arguments tells nothing of them, and goes on.
        expect(await ask(desk, secret)).toMatchObject({ kind: 'cleared', clearance: { kind: 'exception' } });
        const open = await db.selectFrom('approval_exception').select(['terms', 'revoked_at']).execute();
        expect(open.filter(({ revoked_at }) => revoked_at === null)).toEqual([
          { terms: expect.stringContaining('"arguments":"any"'), revoked_at: null },
        ]);
      });
    });
  });
}
