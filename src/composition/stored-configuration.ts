import { type Control, StoredReader } from '../control/index.ts';
import type { GrantUses } from '../gateway/index.ts';
import type { Stored } from '../snapshot/index.ts';
import type { Sql } from '../store/index.ts';
import type { Logger } from '../telemetry/index.ts';

const usesEveryMs = 60_000;
const firstUsesEveryMs = 2_000;
const usesAtOnce = 500;

/** A gateway, as far as what is stored concerns it. */
interface Governed {
  applyStored(stored: Stored): Promise<{ readonly ok: boolean }>;
  readonly uses: Pick<GrantUses, 'take' | 'takeFirst'>;
}

type Source = Pick<Control, 'sql' | 'keys' | 'changed' | 'setBacks'>;

/**
 * Keeps requests up with the store, and the store up with who was there: servers, policies and grants are read when they
 * have changed and put in force, and when each grant was last used is written down once a minute, the first time at once.
 */
export class StoredConfiguration {
  readonly #gateway: Governed;
  readonly #sql: Sql;
  readonly #reader: Pick<StoredReader, 'read'>;
  readonly #log: Logger;
  readonly #timers: readonly NodeJS.Timeout[];
  readonly #unsubscribe: () => void;
  #inForce: Stored | undefined;
  /** What is stored may be another configuration than what is in force, because it could not be read or applied. */
  #behind = false;
  #underWay: Promise<void> | undefined;
  #next: Promise<void> | undefined;

  private constructor(gateway: Governed, control: Source, log: Logger, reader: Pick<StoredReader, 'read'>) {
    this.#gateway = gateway;
    this.#sql = control.sql;
    this.#log = log;
    this.#reader = reader;
    this.#timers = [
      setInterval(() => void this.#writeUses(gateway.uses.take()), usesEveryMs).unref(),
      setInterval(() => void this.#writeUses(gateway.uses.takeFirst()), firstUsesEveryMs).unref(),
    ];
    this.#unsubscribe = control.changed.subscribe(() => void this.#follow());
  }

  /**
   * Puts what is stored in force, and keeps it so.
   *
   * @param reader what tells the states of the database; that of its tables when absent
   * @throws SqlError when it cannot be read
   */
  static async open(
    gateway: Governed,
    control: Source,
    log: Logger,
    reader: Pick<StoredReader, 'read'> = new StoredReader(
      control.sql,
      control.keys,
      (warning) => log.warn({ warning }, 'something that is stored is out of force'),
      () => control.setBacks.length,
    ),
  ): Promise<StoredConfiguration> {
    const made = new StoredConfiguration(gateway, control, log, reader);
    try {
      await made.catchUp();
      return made;
    } catch (error) {
      await made.close();
      throw error;
    }
  }

  /** Reads what is there now and puts it in force. Whatever was committed before the call is so when this resolves. */
  catchUp(): Promise<void> {
    if (this.#underWay === undefined) {
      this.#underWay = this.#once().finally(() => {
        this.#underWay = undefined;
      });
      return this.#underWay;
    }
    // What is under way may have read before the change: one more, however many ask for it.
    this.#next ??= this.#underWay
      .catch(() => undefined)
      .then(() => {
        this.#next = undefined;
        return this.catchUp();
      });
    return this.#next;
  }

  /**
   * Resolves when everything of which this process knows that it was changed is in force; what failed is tried again.
   *
   * @throws when it cannot be
   */
  async upToDate(): Promise<void> {
    if (this.#behind) await this.catchUp();
    else await this.#underWay;
  }

  /** Writes what is left to write. */
  async close(): Promise<void> {
    for (const timer of this.#timers) clearInterval(timer);
    this.#unsubscribe();
    await this.#underWay?.catch(() => undefined);
    await this.#writeUses(this.#gateway.uses.take());
  }

  /** What was in force stays so when what is stored cannot be read. */
  async #follow(): Promise<void> {
    try {
      await this.catchUp();
    } catch (error) {
      this.#log.error({ error }, 'what is stored could not be put in force');
    }
  }

  async #once(): Promise<void> {
    this.#behind = true;
    const stored = await this.#reader.read();
    if (stored === this.#inForce) {
      this.#behind = false;
      return;
    }
    const applied = await this.#gateway.applyStored(stored);
    // Only what the file declares can keep a configuration from coming into force, and that was in force already.
    if (!applied.ok) throw new Error('the configuration file cannot be put in force any more');
    this.#inForce = stored;
    this.#behind = false;
  }

  async #writeUses(used: ReadonlyMap<string, number>): Promise<void> {
    try {
      const uses = [...used];
      for (let at = 0; at < uses.length; at += usesAtOnce) {
        const rows = uses.slice(at, at + usesAtOnce).map(([grant_id, used_at]) => ({ grant_id, used_at }));
        await this.#sql
          .insertInto('grant_use')
          .values(rows)
          .onConflict((on) => on.column('grant_id').doUpdateSet((x) => ({ used_at: x.ref('excluded.used_at') })))
          .execute();
      }
    } catch (error) {
      this.#log.warn({ error }, 'when grants were last used could not be written down');
    }
  }
}
