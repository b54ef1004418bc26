import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, it, vi } from 'vitest';
import { SqlThread } from '../../src/store/sql/sql-thread.ts';
import { askEveryList, isQuestion } from '../support/ask-every-list.ts';

/** How SQLite answers each of them. It has no statistics, so a plan is the same with a million records as with none. */
async function plansOfLists(): Promise<{ readonly what: string; readonly steps: readonly string[] }[]> {
  const asked = vi.spyOn(SqlThread.prototype, 'run');
  const plans: { what: string; steps: string[] }[] = [];
  try {
    await askEveryList(
      ({ folder }) => new DatabaseSync(join(folder, 'toolgate.db'), { readOnly: true }),
      async (what, planner, ask) => {
        asked.mockClear();
        await ask();
        const questions = asked.mock.calls.filter(([sql]) => isQuestion(sql));
        const steps = questions.flatMap(([sql, parameters = []]) =>
          planner
            .prepare(`EXPLAIN QUERY PLAN ${sql}`)
            .all(...parameters)
            .map(({ detail }) => String(detail)),
        );
        plans.push({ what, steps });
      },
      (planner) => planner.close(),
    );
  } finally {
    asked.mockRestore();
  }
  return plans;
}

/** Lists that may read whatever an index has in their order from its beginning: everything on it belongs to the page. */
const whole =
  /^\/(calls|events)\?(order)?$|^\/(definitions\?state|captures\?|approvals\?|messages\?|users\?|invitations\?|api-keys\?|approval-exceptions\?(open)?)$/;

/** The list of spans, each of which has 4,096 calls: a million have 245. */
const spans = 'SCAN s';

/** A time that few records lie outside of: these are passed over, 2,000 at most (`find-records.ts`). */
const byTime = /^\/(calls|events)\?(since|until)(&(since|until))?$/;

/** Sorts the grants that were found, ten thousand at most. */
const sorted = /^\/grants\?(server|policy|owner)( behind a cursor)?$/;

it('every list is answered by an index in its order, or has a reason not to be', { timeout: 120_000 }, async () => {
  const plans = await plansOfLists();
  const read = plans.filter(
    ({ what, steps }) => steps.some((step) => step.startsWith('SCAN') && step !== spans) && !whole.test(what),
  );
  expect(read.filter(({ what }) => !byTime.test(what))).toEqual([]);
  const sort = plans.filter(({ what, steps }) => steps.some((step) => /TEMP B-TREE/.test(step)) && !sorted.test(what));
  expect(sort).toEqual([]);
  // What was looked at is what there is: every list of the API, and plans that mean something.
  expect(plans.length).toBeGreaterThan(200);
  expect(plans.some(({ steps }) => steps.includes('SEARCH t0 USING PRIMARY KEY (span=? AND term=?)'))).toBe(true);
});
