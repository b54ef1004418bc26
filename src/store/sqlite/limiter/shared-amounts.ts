import {
  type Books,
  type BudgetTake,
  countsFrom,
  type Grid,
  granuleOf,
  gridOf,
  mostAmount,
  mostValues,
  type Taken,
} from '../../../limits/index.ts';
import { ReadAmounts } from '../../read-amounts.ts';
import type { SharedFile } from './shared-file.ts';

/** How many expired rows a transaction clears away at most: more than it can create. */
const sweepRows = 64;

/** The amounts of all budgets in the shared file. To be used inside a transaction only. */
export class SharedAmounts implements Books {
  readonly #file: SharedFile;
  readonly amounts = new ReadAmounts();

  constructor(file: SharedFile) {
    this.#file = file;
  }

  grid(windowMs: number): Grid {
    return gridOf(windowMs);
  }

  oldest(take: BudgetTake, now: number): number {
    const { key, windowMs } = take;
    const sql = 'SELECT at, amount FROM amounts WHERE key = ? AND window_ms = ? AND at >= ? ORDER BY granule';
    const rows = this.#file.all(sql, key, windowMs, countsFrom('sliding', gridOf(windowMs), now));
    return this.amounts.keep(rows.map((row) => ({ at: Number(row.at), amount: Number(row.amount) })));
  }

  full(take: BudgetTake, now: number): boolean {
    const { key, family, windowMs, align } = take;
    if (key === family) return false;
    const whole = this.#file.get('SELECT size FROM families WHERE family = ? AND window_ms = ?', family, windowMs);
    const size = Number(whole?.size ?? 0);
    if (size < mostValues) return false;
    const from = countsFrom(align, gridOf(windowMs), now);
    const sql = 'SELECT count(*) AS gone FROM members WHERE family = ? AND window_ms = ? AND latest < ?';
    return size - Number(this.#file.get(sql, family, windowMs, from)?.gone ?? 0) >= mostValues;
  }

  /** Forgets what has been read: answers hold for one transaction, and entries for one demand. */
  forget(): void {
    this.amounts.clear();
  }

  add({ key, family, windowMs, cost }: Taken, now: number): void {
    this.#file.run(
      `INSERT INTO amounts VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE
       SET at = max(at, excluded.at), amount = min(amount + excluded.amount, ${mostAmount}.0)`,
      key,
      windowMs,
      granuleOf(gridOf(windowMs), now),
      now,
      cost,
    );
    if (family === undefined) return;
    const sql =
      'INSERT INTO members VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET latest = max(latest, excluded.latest)';
    this.#file.run(sql, family, windowMs, key, now);
  }

  /** Into the granule that the amount came from, never below zero, never after it expired. */
  subtract({ key, family, windowMs, cost }: Taken, at: number, now: number): void {
    if (at + windowMs <= now) return;
    const granule = granuleOf(gridOf(windowMs), at);
    const where = 'key = ? AND window_ms = ? AND granule = ?';
    const lower = `UPDATE amounts SET amount = amount - ? WHERE ${where} AND amount > ?`;
    if (this.#file.run(lower, cost, key, windowMs, granule, cost) > 0) return;
    this.#file.run(`DELETE FROM amounts WHERE ${where}`, key, windowMs, granule);
    if (family === undefined) return;
    const sql = 'SELECT max(at) AS latest FROM amounts WHERE key = ? AND window_ms = ?';
    const latest = this.#file.get(sql, key, windowMs)?.latest;
    if (typeof latest !== 'number')
      this.#file.run('DELETE FROM members WHERE key = ? AND window_ms = ?', key, windowMs);
    else this.#file.run('UPDATE members SET latest = ? WHERE key = ? AND window_ms = ?', latest, key, windowMs);
  }

  sweep(now: number): void {
    this.#file.run(
      `DELETE FROM amounts WHERE (key, window_ms, granule) IN
       (SELECT key, window_ms, granule FROM amounts WHERE at + window_ms <= ? LIMIT ${sweepRows})`,
      now,
    );
    this.#file.run(
      `DELETE FROM members WHERE (key, window_ms) IN
       (SELECT key, window_ms FROM members WHERE latest + window_ms <= ? LIMIT ${sweepRows})`,
      now,
    );
  }
}
