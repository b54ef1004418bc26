import type { DatabaseSync } from 'node:sqlite';
import type { TakenAmount } from '../../audit/index.ts';
import { type CounterRow, granuleOf, gridOf } from '../../limits/index.ts';

interface Change {
  readonly key: string;
  readonly family: string | undefined;
  readonly windowMs: number;
  readonly granule: number;
  at: number;
  amount: number;
}

/** Sums stay where a JavaScript number counts exactly; no window's `max` reaches that far. */
const most = Number.MAX_SAFE_INTEGER;

/**
 * Adds up what the calls of one drained stretch took and gave back, so that a busy budget costs one statement a
 * stretch and not one a call.
 */
export class CounterChanges {
  readonly #changes = new Map<string, Change>();

  take(at: number, taken: readonly TakenAmount[]): void {
    for (const amount of taken) this.#change(at, amount, amount.cost);
  }

  giveBack(at: number, taken: readonly TakenAmount[]): void {
    for (const amount of taken) this.#change(at, amount, -amount.cost);
  }

  #change(at: number, { key, family, windowMs }: TakenAmount, by: number): void {
    const granule = granuleOf(gridOf(windowMs), at);
    const name = `${windowMs}/${granule}/${key}`;
    const change = this.#changes.get(name);
    if (change === undefined) this.#changes.set(name, { key, family, windowMs, granule, at, amount: by });
    else {
      change.at = Math.max(change.at, at);
      change.amount += by;
    }
  }

  /** Applies everything within the caller's transaction and begins anew. */
  apply(database: DatabaseSync): void {
    if (this.#changes.size === 0) return;
    const add = database.prepare(
      `INSERT INTO limit_bucket (key, window_ms, granule, family, at, amount) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET at = max(at, excluded.at), amount = min(amount + excluded.amount, ${most})`,
    );
    const subtract = database.prepare(
      'UPDATE limit_bucket SET amount = max(0, amount - ?) WHERE key = ? AND window_ms = ? AND granule = ?',
    );
    for (const { key, family, windowMs, granule, at, amount } of this.#changes.values()) {
      if (amount > 0) add.run(key, windowMs, granule, family ?? null, at, Math.min(amount, most));
      else if (amount < 0) subtract.run(-amount, key, windowMs, granule);
    }
    this.clear();
  }

  clear(): void {
    this.#changes.clear();
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
