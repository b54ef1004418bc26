import type { Sql } from '../store/index.ts';
import { Sender, type Signal } from './signal.ts';

const pollMs = 1_000;

/**
 * The number that every change bumps which requests must see. Changes of this process are told at once, those of others
 * within a second.
 */
export class ConfigVersion {
  readonly #sql: Sql;
  readonly #sender: Sender<number>;
  readonly #onError: (error: unknown) => void;
  #known: number;
  #timer: NodeJS.Timeout | undefined;

  private constructor(sql: Sql, known: number, onError: (error: unknown) => void) {
    this.#sql = sql;
    this.#known = known;
    this.#sender = new Sender(onError);
    this.#onError = onError;
  }

  static async open(sql: Sql, onError: (error: unknown) => void): Promise<ConfigVersion> {
    return new ConfigVersion(sql, await read(sql), onError);
  }

  /** Tells the version that is in the database now. Who listens should read the configuration anew. */
  get changed(): Signal<number> {
    return {
      subscribe: (listener) => {
        this.#timer ??= setInterval(() => void this.#poll(), pollMs).unref();
        return this.#sender.subscribe(listener);
      },
    };
  }

  /** @returns the new version; it counts when the transaction is committed */
  async bump(tx: Sql): Promise<number> {
    await tx
      .updateTable('config_version')
      .set((x) => ({ version: x('version', '+', 1) }))
      .execute();
    return read(tx);
  }

  /** A version was committed. */
  committed(version: number): void {
    if (version <= this.#known) return;
    this.#known = version;
    this.#sender.send(version);
  }

  close(): void {
    clearInterval(this.#timer);
  }

  async #poll(): Promise<void> {
    try {
      if (this.#sender.heard) this.committed(await read(this.#sql));
    } catch (error) {
      this.#onError(error);
    }
  }
}

async function read(sql: Sql): Promise<number> {
  const row = await sql.selectFrom('config_version').select('version').executeTakeFirst();
  if (row === undefined) throw new Error('the database has no configuration version');
  return row.version;
}
