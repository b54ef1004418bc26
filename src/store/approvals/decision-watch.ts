import type { Clock } from '../../kernel/index.ts';
import type { Sql } from '../sql/open-sql.ts';

/** How often decisions are looked for, in ms, as long as somebody waits for one. */
const everyMs = 250;

/** SQLite takes so many values in one statement, and more. */
const mostAtOnce = 500;

/**
 * Looks for requests that are pending no more, whichever process decided: one small query every 250 ms for all that
 * somebody waits for, and none when nobody does.
 */
export class DecisionWatch {
  readonly #sql: Sql;
  readonly #clock: Pick<Clock, 'now'>;
  readonly #onError: (error: unknown) => void;
  readonly #watched = new Map<string, Set<() => void>>();
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> | undefined;

  constructor(sql: Sql, clock: Pick<Clock, 'now'>, onError: (error: unknown) => void) {
    this.#sql = sql;
    this.#clock = clock;
    this.#onError = onError;
  }

  /** @returns what stops it */
  add(id: string, changed: () => void): () => void {
    const of = this.#watched.get(id) ?? new Set();
    of.add(changed);
    this.#watched.set(id, of);
    this.#timer ??= setInterval(() => {
      this.#looking ??= this.#look().finally(() => {
        this.#looking = undefined;
      });
    }, everyMs);
    return () => {
      of.delete(changed);
      if (of.size === 0 && this.#watched.get(id) === of) this.#watched.delete(id);
      if (this.#watched.size === 0) this.#rest();
    };
  }

  async close(): Promise<void> {
    this.#watched.clear();
    this.#rest();
    await this.#looking;
  }

  #rest(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  async #look(): Promise<void> {
    try {
      const ids = [...this.#watched.keys()];
      for (let at = 0; at < ids.length; at += mostAtOnce) {
        const some = ids.slice(at, at + mostAtOnce);
        const rows = await this.#sql
          .selectFrom('approval')
          .select('id')
          .where('id', 'in', some)
          .where('state', '=', 'pending')
          .where('expires_at', '>', this.#clock.now())
          .execute();
        const pending = new Set(rows.map(({ id }) => id));
        for (const id of some) if (!pending.has(id)) this.#tell(id);
      }
    } catch (error) {
      this.#onError(error);
    }
  }

  #tell(id: string): void {
    const told = this.#watched.get(id);
    this.#watched.delete(id);
    if (this.#watched.size === 0) this.#rest();
    for (const changed of told ?? []) changed();
  }
}
