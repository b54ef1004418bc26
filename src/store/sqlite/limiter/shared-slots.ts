import type { Flights, SlotTake } from '../../../limits/index.ts';
import type { SharedFile } from './shared-file.ts';

/**
 * Calls in flight of all processes. Each process is an owner that shows it is alive by touching its row; the slots of
 * one that has not done so for `ttlMs` are free. Times here are those of the machine's monotonic clock, which its
 * processes share: a wall clock that is set forward must not free anybody's slots. To be used inside a transaction only.
 */
export class SharedSlots implements Flights {
  readonly #file: SharedFile;
  readonly #owner: string;
  readonly #ttlMs: number;
  readonly #machineTime: () => number;

  /**
   * @param owner an id that no other process has
   * @param machineTime ms of a clock that all processes of this machine share and nobody can set
   */
  constructor(file: SharedFile, owner: string, ttlMs: number, machineTime: () => number) {
    this.#file = file;
    this.#owner = owner;
    this.#ttlMs = ttlMs;
    this.#machineTime = machineTime;
  }

  /** Whether there is anything to show oneself alive for. */
  get holding(): boolean {
    return this.#file.get('SELECT 1 FROM slots WHERE owner = ? LIMIT 1', this.#owner) !== undefined;
  }

  free(slot: SlotTake): boolean {
    const now = this.#machineTime();
    // A time to come was seen before the machine was started anew: its owner is gone.
    const row = this.#file.get(
      `SELECT sum(held) AS held FROM slots JOIN owners USING (owner)
       WHERE key = ? AND (owner = ? OR seen BETWEEN ? AND ?)`,
      slot.key,
      this.#owner,
      now - this.#ttlMs,
      now,
    );
    return Number(row?.held ?? 0) < slot.max;
  }

  hold(keys: readonly string[]): void {
    if (keys.length === 0) return;
    this.beat();
    for (const key of keys) {
      this.#file.run('INSERT INTO slots VALUES (?, ?, 1) ON CONFLICT DO UPDATE SET held = held + 1', key, this.#owner);
    }
  }

  release(keys: readonly string[]): void {
    for (const key of keys) {
      const mine = [key, this.#owner] as const;
      const lowered = this.#file.run(
        'UPDATE slots SET held = held - 1 WHERE key = ? AND owner = ? AND held > 1',
        ...mine,
      );
      if (lowered === 0) this.#file.run('DELETE FROM slots WHERE key = ? AND owner = ?', ...mine);
    }
  }

  /** Shows that this process is alive, and clears away those that no longer do. */
  beat(): void {
    const now = this.#machineTime();
    this.#file.run('INSERT INTO owners VALUES (?, ?) ON CONFLICT DO UPDATE SET seen = excluded.seen', this.#owner, now);
    const gone = this.#file.run('DELETE FROM owners WHERE seen NOT BETWEEN ? AND ?', now - this.#ttlMs, now);
    if (gone > 0) this.#file.run('DELETE FROM slots WHERE owner NOT IN (SELECT owner FROM owners)');
  }

  /** Leaves nothing behind that somebody would have to wait for. */
  leave(): void {
    this.#file.run('DELETE FROM slots WHERE owner = ?', this.#owner);
    this.#file.run('DELETE FROM owners WHERE owner = ?', this.#owner);
  }
}
