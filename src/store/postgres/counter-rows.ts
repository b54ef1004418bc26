import type { CounterRow } from '../../limits/index.ts';
import { type CounterChanges, mostCounted } from '../filing/counter-changes.ts';
import { asColumn } from './as-column.ts';
import type { Queryable } from './writer-rows.ts';

/** Applies changes within the caller's transaction, whatever their number, in two statements. */
export async function applyCounters(on: Queryable, changes: CounterChanges): Promise<void> {
  const inOrder = changes.inOrder();
  const more = inOrder.filter(({ by }) => by > 0);
  if (more.length > 0) {
    await on.query(
      `INSERT INTO limit_bucket (key, window_ms, granule, family, at, amount)
       SELECT * FROM unnest($1::text[], $2::bigint[], $3::bigint[], $4::text[], $5::bigint[], $6::bigint[])
       ON CONFLICT (key, window_ms, granule) DO UPDATE SET at = greatest(limit_bucket.at, excluded.at),
         amount = least(limit_bucket.amount::numeric + excluded.amount, ${mostCounted})`,
      [
        more.map(({ key }) => asColumn(key)),
        more.map(({ windowMs }) => windowMs),
        more.map(({ granule }) => granule),
        more.map(({ family }) => (family === undefined ? null : asColumn(family))),
        more.map(({ at }) => at),
        more.map(({ by }) => Math.min(by, mostCounted)),
      ],
    );
  }
  const less = inOrder.filter(({ by }) => by < 0);
  if (less.length > 0) {
    await on.query(
      `UPDATE limit_bucket AS b SET amount = greatest(0, b.amount - c.by)
         FROM unnest($1::text[], $2::bigint[], $3::bigint[], $4::bigint[]) AS c (key, window_ms, granule, by)
        WHERE b.key = c.key AND b.window_ms = c.window_ms AND b.granule = c.granule`,
      [
        less.map(({ key }) => asColumn(key)),
        less.map(({ windowMs }) => windowMs),
        less.map(({ granule }) => granule),
        less.map(({ by }) => -by),
      ],
    );
  }
}

/** Everything that may still count at `now`: what a limiter starts from. */
export async function liveCounters(on: Queryable, now: number): Promise<CounterRow[]> {
  const sql = 'SELECT key, family, window_ms, at, amount FROM limit_bucket WHERE amount > 0 AND at + window_ms > $1';
  const { rows } = await on.query(sql, [now]);
  return rows.map((row) => ({
    key: row.key,
    ...(row.family === null ? {} : { family: row.family }),
    windowMs: row.window_ms,
    at: row.at,
    amount: row.amount,
  }));
}

/** Forgets what cannot count any more. */
export async function sweepCounters(on: Queryable, now: number): Promise<void> {
  await on.query('DELETE FROM limit_bucket WHERE amount = 0 OR at + window_ms <= $1', [now]);
}
