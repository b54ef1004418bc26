import type { DatabaseSync } from 'node:sqlite';
import type { CounterRow } from '../../limits/index.ts';
import { type CounterChanges, mostCounted } from '../filing/counter-changes.ts';

/** Applies changes within the caller's transaction. */
export function applyCounters(database: DatabaseSync, changes: CounterChanges): void {
  const inOrder = changes.inOrder();
  if (inOrder.length === 0) return;
  const add = database.prepare(
    `INSERT INTO limit_bucket (key, window_ms, granule, family, at, amount) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET at = max(at, excluded.at), amount = min(amount + excluded.amount, ${mostCounted})`,
  );
  const subtract = database.prepare(
    'UPDATE limit_bucket SET amount = max(0, amount - ?) WHERE key = ? AND window_ms = ? AND granule = ?',
  );
  for (const { key, family, windowMs, granule, at, by } of inOrder) {
    if (by > 0) add.run(key, windowMs, granule, family ?? null, at, Math.min(by, mostCounted));
    else if (by < 0) subtract.run(-by, key, windowMs, granule);
  }
}

/** Everything that may still count at `now`: what a limiter starts from. */
export function liveCounters(database: DatabaseSync, now: number): CounterRow[] {
  const rows = database
    .prepare('SELECT key, family, window_ms, at, amount FROM limit_bucket WHERE amount > 0 AND at + window_ms > ?')
    .all(now);
  return rows.map((row) => ({
    key: String(row.key),
    ...(row.family === null ? {} : { family: String(row.family) }),
    windowMs: Number(row.window_ms),
    at: Number(row.at),
    amount: Number(row.amount),
  }));
}

/** Forgets what cannot count any more. */
export function sweepCounters(database: DatabaseSync, now: number): void {
  database.prepare('DELETE FROM limit_bucket WHERE amount = 0 OR at + window_ms <= ?').run(now);
}
