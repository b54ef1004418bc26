import { type SqlBool, sql } from 'kysely';
import { z } from 'zod';
import type { Sql } from '../../../store/index.ts';
import { defineVerb } from '../../define-verb.ts';
import { timeField } from '../../fields.ts';

/** Most calls that are counted: a chart costs the same however many there are. */
const mostCounted = 100_000;
/** Servers and grants that are named, those with most calls first. */
const mostNamed = 20;

const counts = {
  allowed: z.number().int(),
  denied: z.number().int().describe('refused, hidden, or of a server that failed'),
  held: z.number().int().describe('asked a person'),
};
const named = z.array(z.strictObject({ name: z.string(), ...counts }));

/** How many calls ended how, over time and by whom: what charts are made of. */
export const countCalls = defineVerb({
  name: 'call.stats',
  summary: 'Counts calls by how they ended: over time, by server and by grant.',
  permission: 'calls:read',
  change: false,
  input: z.strictObject({
    since: z.coerce.number().int().min(0).describe('ms since the epoch'),
    step: z.coerce.number().int().min(1_000).max(86_400_000).default(3_600_000).describe('width of a bucket, ms'),
    server: z.string().max(64).optional(),
    grant: z.string().max(200).optional().describe('label'),
  }),
  output: z.strictObject({
    since: timeField.describe('of the first bucket; later than asked for where there were too many calls to count'),
    until: timeField,
    step: z.number().int(),
    buckets: z.array(z.strictObject({ at: timeField, ...counts })).describe('those with a call, oldest first'),
    servers: named,
    grants: named,
  }),
  run: async ({ since, step, server, grant }, { tx, now }) => {
    const calls = { since, server, grant };
    const [buckets, servers, grants] = [
      await counted(tx, calls, sql<number>`time - time % ${sql.lit(step)}`),
      await counted(tx, calls, sql<string>`server`),
      await counted(tx, calls, sql<string>`label`),
    ];
    const total = buckets.reduce((sum, { allowed, denied, held }) => sum + allowed + denied + held, 0);
    const ordered = buckets
      .map(({ key, ...counts }) => ({ at: Number(key), ...counts }))
      .toSorted((a, b) => a.at - b.at);
    return {
      since: total < mostCounted ? since : (ordered[0]?.at ?? since),
      until: now,
      step,
      buckets: ordered,
      servers: byMost(servers),
      grants: byMost(grants),
    };
  },
});

interface Counted {
  readonly key: string | number;
  readonly allowed: number;
  readonly denied: number;
  readonly held: number;
}

async function counted(
  tx: Sql,
  { since, server, grant }: { since: number; server: string | undefined; grant: string | undefined },
  key: ReturnType<typeof sql<string | number>>,
): Promise<readonly Counted[]> {
  // The newest ones, by the index of times; grouping sees no table, and so reads none in another order.
  let inner = tx.selectFrom('call_record').select(['time', 'server', 'label', 'outcome']).where('time', '>=', since);
  if (server !== undefined) inner = inner.where('server', '=', server);
  if (grant !== undefined) inner = inner.where('label', '=', grant);
  const those = (condition: ReturnType<typeof sql<SqlBool>>) =>
    sql<number>`cast(sum(case when ${condition} then 1 else 0 end) as integer)`;
  const rows = await tx
    .selectFrom(inner.orderBy('time', 'desc').limit(mostCounted).as('calls'))
    .select([
      key.as('key'),
      those(sql`outcome in ('allow', 'would_deny', 'would_hold')`).as('allowed'),
      those(sql`outcome in ('deny', 'hidden', 'error', 'refused')`).as('denied'),
      those(sql`outcome = 'hold'`).as('held'),
    ])
    .groupBy(key)
    .execute();
  return rows.map(({ key: of, allowed, denied, held }) => ({
    key: of,
    allowed: Number(allowed),
    denied: Number(denied),
    held: Number(held),
  }));
}

function byMost(rows: readonly Counted[]): { name: string; allowed: number; denied: number; held: number }[] {
  const all = ({ allowed, denied, held }: Counted): number => allowed + denied + held;
  return rows
    .toSorted((a, b) => all(b) - all(a))
    .slice(0, mostNamed)
    .map(({ key, ...counts }) => ({ name: String(key), ...counts }));
}
