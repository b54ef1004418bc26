import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, it, vi } from 'vitest';
import { listRequests } from '../../bench/control/list-requests.ts';
import type { Snapshot } from '../../src/snapshot/index.ts';
import { SqlThread } from '../../src/store/sql/sql-thread.ts';
import { actorOf, openTestControl } from '../support/control.ts';

/**
 * How SQLite answers every list there is, with each of its filters and those of calls two at a time, on its first page and
 * behind a cursor. It has no statistics, so a plan is the same with a million records as with none.
 */
async function plansOfLists(): Promise<{ readonly what: string; readonly steps: readonly string[] }[]> {
  const empty = { servers: new Map(), grantsById: new Map() } as unknown as Snapshot;
  const plane = await openTestControl({ snapshot: async () => empty });
  const asked = vi.spyOn(SqlThread.prototype, 'run');
  const planner = new DatabaseSync(join(plane.folder, 'toolgate.db'), { readOnly: true });
  const plans: { what: string; steps: string[] }[] = [];
  try {
    const now = plane.clock.now();
    const cursor = Buffer.from(JSON.stringify([now, 'm m'])).toString('base64url');
    for (const { path, query } of listRequests({ first: now - 1_000, last: now })) {
      const what = `${path}?${[...query.keys()].filter((name) => name !== 'limit').join('&')}`;
      for (const page of ['', `&cursor=${cursor}`]) {
        asked.mockClear();
        const as = actorOf(path === '/captures' ? 'auditor' : 'admin');
        expect(await plane.ask('GET', `${path}?${query.toString()}${page}`, { as })).toMatchObject({ status: 200 });
        const questions = asked.mock.calls.filter(([sql]) => /^\s*(select|with)/i.test(sql));
        const steps = questions.flatMap(([sql, parameters = []]) =>
          planner
            .prepare(`EXPLAIN QUERY PLAN ${sql}`)
            .all(...parameters)
            .map(({ detail }) => String(detail)),
        );
        plans.push({ what: page === '' ? what : `${what} behind a cursor`, steps });
      }
    }
  } finally {
    asked.mockRestore();
    planner.close();
    await plane.close();
  }
  return plans;
}

/** Lists that may read whatever an index has in their order from its beginning: everything on it belongs to the page. */
const whole =
  /^\/(calls|events)\?(order)?$|^\/(definitions\?state|captures\?|approvals\?|messages\?|users\?|invitations\?|api-keys\?|approval-exceptions\?(open)?)$/;

/** A time that few records lie outside of: these are passed over, 2,000 at most (`find-records.ts`). */
const byTime = /^\/(calls|events)\?(since|until)(&(since|until))?$/;

/** Sorts the grants that were found, ten thousand at most. */
const sorted = /^\/grants\?(server|policy|owner)( behind a cursor)?$/;

it('every list is answered by an index in its order, or has a reason not to be', { timeout: 120_000 }, async () => {
  const plans = await plansOfLists();
  const read = plans.filter(({ what, steps }) => steps.some((step) => step.startsWith('SCAN')) && !whole.test(what));
  expect(read.filter(({ what }) => !byTime.test(what))).toEqual([]);
  const sort = plans.filter(({ what, steps }) => steps.some((step) => /TEMP B-TREE/.test(step)) && !sorted.test(what));
  expect(sort).toEqual([]);
  // What was looked at is what there is: every list of the API, and plans that mean something.
  expect(plans.length).toBeGreaterThan(200);
  expect(plans.some(({ steps }) => steps.includes('SEARCH r USING INDEX call_record_server (server=?)'))).toBe(true);
});
