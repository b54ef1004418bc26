import { expect } from 'vitest';
import { decide } from '../../../src/approvals/index.ts';
import { newId } from '../../../src/kernel/index.ts';
import {
  type ArgumentSeal,
  decidableApproval,
  findApproval,
  SqlQueue,
  writeDecided,
} from '../../../src/store/approvals/index.ts';
import type { Sql } from '../../../src/store/index.ts';
import type { Desk } from './desk.ts';

/**
 * A desk over a database, whichever it is.
 *
 * @param connections of two processes
 */
export async function sqlDesk(
  [sql, other]: readonly [Sql, Sql],
  seal: ArgumentSeal,
  clock: { now(): number },
): Promise<Desk> {
  await sql.deleteFrom('approval').execute();
  await sql.deleteFrom('approval_exception').execute();
  const errors: unknown[] = [];
  const process = (on: Sql): SqlQueue => new SqlQueue(on, { clock, seal, onError: (error) => errors.push(error) });
  let queue = process(sql);
  const second = process(other);
  return {
    get queue() {
      return queue;
    },
    another: async () => second,
    restart: async () => {
      await queue.close();
      queue = process(sql);
    },
    decide: (id, decision, by) =>
      other.transaction().execute(async (tx) => {
        const approval = await findApproval(tx, id);
        if (approval === undefined) return { ok: false, why: 'settled' };
        const deciding = decide(await decidableApproval(tx, approval, seal), decision, by, newId, clock.now());
        if (!deciding.ok) return deciding;
        await writeDecided(tx, deciding.decided, seal);
        const { proposal, exception } = deciding.decided;
        return {
          ok: true,
          ...(proposal === undefined ? {} : { proposal: proposal.approval.id }),
          ...(exception === undefined ? {} : { exception: exception.id }),
        };
      }),
    revoke: async (id) => {
      await other.updateTable('approval_exception').set({ revoked_at: clock.now() }).where('id', '=', id).execute();
    },
    close: async () => {
      await queue.close();
      await second.close();
      expect(errors).toEqual([]);
    },
  };
}
