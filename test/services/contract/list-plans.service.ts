import pg from 'pg';
import { expect, inject, it, vi } from 'vitest';
import { PostgresConnection } from '../../../src/store/postgres/connection.ts';
import { askEveryList, isQuestion } from '../../support/ask-every-list.ts';
import { databaseFor, postgresVariable } from '../../support/control-database.ts';
import { noPostgres } from '../support/start-postgres.ts';

/** A step of a plan, of which only what matters here is named. */
interface Step {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Index Name'?: string;
  readonly Filter?: string;
  readonly Plans?: readonly Step[];
}

/**
 * How PostgreSQL would answer each list if it had to: it reads a whole table, or sorts, only where no index has what is asked
 * for in the order in which it is asked for. What it does choose depends on what there is, of which there is nothing here.
 */
async function plansOfLists(): Promise<{ readonly what: string; readonly steps: readonly string[] }[]> {
  const asked = vi.spyOn(PostgresConnection.prototype, 'query');
  const plans: { what: string; steps: string[] }[] = [];
  try {
    await askEveryList(
      async ({ folder }) => {
        const planner = new pg.Client({ connectionString: (await databaseFor(folder))?.url });
        await planner.connect();
        await planner.query('SET enable_seqscan = off; SET enable_sort = off; SET enable_bitmapscan = off');
        return planner;
      },
      async (what, planner, ask) => {
        // Which of two filters is looked up is decided by how much there is of each.
        if (/^\/calls\?\w+&/.test(what)) return;
        asked.mockClear();
        await ask();
        const steps: string[] = [];
        for (const [sql, parameters = []] of asked.mock.calls.filter(([text]) => isQuestion(text))) {
          const { rows } = await planner.query(`EXPLAIN (FORMAT JSON) ${sql}`, [...parameters]);
          steps.push(...stepsOf(rows[0]?.['QUERY PLAN'][0].Plan));
        }
        plans.push({ what, steps });
      },
      (planner) => planner.end(),
    );
  } finally {
    asked.mockRestore();
  }
  return plans;
}

function stepsOf(step: Step): string[] {
  const { 'Node Type': type, 'Relation Name': table = '', 'Index Name': index = '', Filter: filter = '', Plans } = step;
  const own = [type, table, index, filter].filter((part) => part !== '').join(' ');
  return [own, ...(Plans ?? []).flatMap(stepsOf)];
}

/** Read whole, or sorted behind what an index has in order, for there are few of them at a time (`bench/lists.ts`). */
const sortedByTheRest = /^\/(grants|deliveries)\?/;

const server = inject('postgres');
if (server === undefined) it('lists on PostgreSQL', ({ skip }) => skip(noPostgres));
else {
  it('every list on PostgreSQL has an index for each of its filters, in its order', { timeout: 120_000 }, async () => {
    process.env[postgresVariable] = server;
    const plans = await plansOfLists();
    const having = (of: typeof plans, step: RegExp) => of.filter(({ steps }) => steps.some((one) => step.test(one)));
    expect(having(plans, /^Seq Scan/)).toEqual([]);
    // Where no day holds anything of a time, nothing is what is sorted.
    const sorts = having(plans, /^(Incremental )?Sort/).filter(({ steps }) => !steps.includes('Result'));
    expect(sorts.filter(({ what }) => !sortedByTheRest.test(what))).toEqual([]);
    expect(having(sorts, /^Sort/)).toEqual([]);
    // What records are looked for by is what their index is looked up by, and not compared row by row.
    const records = plans.filter(({ what }) => /^\/(calls|events)\?\w/.test(what) && !/since|until/.test(what));
    expect(having(records, /^Index (Only )?Scan (call_record|event)_\d+ \S+ \(/)).toEqual([]);
    expect(records.length).toBeGreaterThan(20);
  });
}
