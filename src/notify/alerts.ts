import type { Clock } from '../kernel/index.ts';
import type { Sql } from '../store/index.ts';
import { type Silent, tell } from './tell.ts';

export interface AlertsOptions {
  readonly sql: Sql;
  readonly clock: Clock;
  /** Walks the chains of records. @returns what is wrong with them */
  readonly verify: () => Promise<
    readonly { readonly writer: string; readonly seq: number; readonly problem: string }[]
  >;
  /** Something of ours went wrong; it is looked at again. */
  readonly onError: (error: unknown) => void;
}

const lookEveryMs = 60_000;
/** A spike: so many denied calls of one grant in a window, and no word of it for an hour after. */
const spike = { windowMs: 5 * 60_000, denied: 50, quietMs: 3_600_000 } as const;
/** Every record is read for it, so it is not done at each start. */
const verifyFirstMs = 10 * 60_000;
const verifyEveryMs = 24 * 3_600_000;
const expiringMs = 7 * 24 * 3_600_000;

/**
 * Looks for what is worth a message and is no change that a verb makes: many denials at once, grants about to expire.
 * What was told is remembered in the transaction of the message, so that several processes tell it once.
 */
export class Alerts {
  readonly #options: AlertsOptions;
  #verifyAt: number;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: AlertsOptions) {
    this.#options = options;
    this.#verifyAt = options.clock.monotonic() + verifyFirstMs;
  }

  start(): void {
    this.#timer ??= setInterval(() => void this.look().catch(this.#options.onError), lookEveryMs).unref();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** Looks once. */
  async look(): Promise<void> {
    await this.#spikes();
    await this.#expiring();
    const now = this.#options.clock.monotonic();
    if (now < this.#verifyAt) return;
    this.#verifyAt = now + verifyEveryMs;
    await this.#chains();
  }

  async #chains(): Promise<void> {
    const found = await this.#options.verify();
    if (found.length === 0) return;
    const findings = found.slice(0, 20).map(({ writer, seq, problem }) => ({ writer, seq, problem }));
    // Told again only when it is something else.
    const message = { type: 'chain.broken', data: { findings } } as const;
    await this.#once('chain', JSON.stringify(findings), Number.POSITIVE_INFINITY, message);
  }

  async #spikes(): Promise<void> {
    const { sql, clock } = this.#options;
    const rows = await sql
      .selectFrom('call_record')
      .select((x) => ['grant_id', x.fn.max('label').as('label'), x.fn.countAll().as('denied')])
      .where('time', '>=', clock.now() - spike.windowMs)
      .where('outcome', '=', 'deny')
      .groupBy('grant_id')
      .having((x) => x.fn.countAll(), '>=', spike.denied)
      .execute();
    for (const { grant_id: id, label, denied } of rows) {
      const data = { grant: label, denied: Number(denied), windowMs: spike.windowMs };
      await this.#once(`spike/${id}`, '', spike.quietMs, { type: 'denials.spike', data });
    }
  }

  async #expiring(): Promise<void> {
    const { sql, clock } = this.#options;
    const now = clock.now();
    const rows = await sql
      .selectFrom('access_grant')
      .select(['id', 'label', 'expires_at'])
      .where('revoked_at', 'is', null)
      .where('expires_at', '>', now)
      .where('expires_at', '<=', now + expiringMs)
      .execute();
    for (const { id, label, expires_at: expiresAt } of rows) {
      if (expiresAt === null) continue;
      const message = { type: 'grant.expiring', data: { grant: id, label, expiresAt } } as const;
      // Once for each time at which it would expire: whoever moves it is warned again.
      await this.#once(`expiring/${id}`, String(expiresAt), Number.POSITIVE_INFINITY, message);
    }
  }

  /** Tells it unless the same was told within so many ms. */
  async #once(key: string, value: string, quietMs: number, message: Silent): Promise<void> {
    const { sql, clock } = this.#options;
    const now = clock.now();
    const isTold = (row: { readonly told_at: number; readonly value: string } | undefined): boolean =>
      row !== undefined && row.value === value && now - row.told_at < quietMs;
    const find = (tx: Sql) =>
      tx.selectFrom('alert').select(['told_at', 'value']).where('key', '=', key).executeTakeFirst();
    if (isTold(await find(sql))) return;
    await sql.transaction().execute(async (tx) => {
      if (isTold(await find(tx))) return;
      await tx.deleteFrom('alert').where('key', '=', key).execute();
      await tx.insertInto('alert').values({ key, value, told_at: now }).execute();
      await tell(tx, message, now);
    });
  }
}
