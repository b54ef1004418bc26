import { type Clock, newId } from '../kernel/index.ts';
import type { Sql } from '../store/index.ts';
import { type Channel, wants } from './channel.ts';
import type { Delivery } from './deliver.ts';
import { isOfRecords, type Kept, type MessageType, type OutboxMessage } from './message.ts';
import type { RecordFeed } from './otlp/record-feed.ts';
import { retryDelay, withMessages, withRecords } from './retry.ts';
import { valuesContext } from './values-context.ts';

export interface DispatcherOptions {
  readonly sql: Sql;
  readonly clock: Clock;
  /** Every channel that is told anything now. */
  readonly channels: () => Promise<readonly Channel[]>;
  /** @param stopped whoever waits for an answer then need not wait any longer */
  readonly deliver: (channel: Channel, kept: Kept, stopped: AbortSignal) => Promise<Delivery>;
  /** Opens the values of a message. @throws SealError */
  readonly open: (purpose: 'outbox', envelope: string, context: string) => Buffer;
  /** Puts records into the outbox; absent where nobody is told of them. */
  readonly feed?: Pick<RecordFeed, 'next'>;
  /** From 0 to 1. */
  readonly chance: () => number;
  /** Something of ours went wrong; it is tried again. */
  readonly onError: (error: unknown) => void;
  /** A message will be tried no more. */
  readonly onDead: (channel: string, type: string, reason: string) => void;
  /** How long an end waits for what is under way, in ms; 2,000 when absent. */
  readonly stopMs?: number;
  /** A message was told, and not all of it was taken. */
  readonly onNote?: (channel: string, type: string, note: string) => void;
}

/** How often the outbox is looked into: others write to it as well. */
const lookEveryMs = 1_000;
/** Whoever takes a delivery and dies has it taken from him after this long. */
const leaseMs = 120_000;
/** To one channel. */
const atOnce = 8;
const spreadAtOnce = 100;
/** What is over and done with is kept for this long. */
const keptMs = 14 * 24 * 3_600_000;
const sweepEveryMs = 3_600_000;

/** An orderly end waits so long for what is under way, in ms: it has other things to do, and its time is limited. */
const stopMs = 2_000;

/** A delivery that was taken. */
interface Taken {
  readonly id: string;
  readonly attempts: number;
  readonly kept: Kept;
}

/**
 * Delivers what lies in the outbox. Several processes may do so on one database: a delivery is taken before it is tried,
 * and is due again when whoever took it does not say how it ended. So each is tried at least once, at times twice, and
 * always under the same id.
 *
 * Each channel has a line of its own: whoever answers slowly, or never, keeps what is meant for them waiting, and nothing
 * that is meant for others.
 */
export class Dispatcher {
  readonly #options: DispatcherOptions;
  readonly #lines = new Map<string, Promise<void>>();
  #stopped = new AbortController();
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> | undefined;
  /** There may be more records than the last look has found. */
  #more = false;
  #ended = false;
  #swept = Number.NEGATIVE_INFINITY;

  constructor(options: DispatcherOptions) {
    this.#options = options;
  }

  /** Looks into the outbox from now on. */
  start(): void {
    this.#ended = false;
    if (this.#stopped.signal.aborted) this.#stopped = new AbortController();
    this.#timer ??= setInterval(() => this.#look(), lookEveryMs).unref();
  }

  /** What is under way is waited for, though not for long: what has no answer by then is told again by who comes next. */
  async stop(): Promise<void> {
    this.#ended = true;
    clearInterval(this.#timer);
    this.#timer = undefined;
    const late = setTimeout(() => this.#stopped.abort(), this.#options.stopMs ?? stopMs);
    await this.#looking;
    await Promise.all(this.#lines.values());
    clearTimeout(late);
  }

  /** Delivers all that is due now; what fails is due again later. */
  async once(): Promise<void> {
    do {
      await this.#begin();
      await Promise.all(this.#lines.values());
    } while (this.#more && !this.#ended);
    await this.#sweep();
  }

  #look(): void {
    this.#looking ??= this.#all()
      .catch((error: unknown) => this.#options.onError(error))
      .finally(() => {
        this.#looking = undefined;
      });
  }

  async #all(): Promise<void> {
    do await this.#begin();
    while (this.#more && !this.#ended);
    await this.#sweep();
  }

  /** Sees to it that whatever is due is being told. */
  async #begin(): Promise<void> {
    this.#more = false;
    const channels = await this.#options.channels();
    for (let more = true; more; ) more = await this.#spread(channels);
    await this.#options.feed?.next(channels);
    for (const channel of await this.#due()) {
      if (this.#lines.has(channel) || this.#ended) continue;
      const line = this.#line(channel)
        .catch((error: unknown) => this.#options.onError(error))
        .finally(() => {
          this.#lines.delete(channel);
          if (this.#more && this.#timer !== undefined) this.#look();
        });
      this.#lines.set(channel, line);
    }
  }

  /** Tells one channel all that is due, some of it at a time. */
  async #line(id: string): Promise<void> {
    while (!this.#ended) {
      const taken = await this.#take(id);
      if (taken.length === 0) return;
      const channel = (await this.#options.channels()).find((one) => one.id === id);
      await Promise.all(taken.map((one) => this.#try(one, channel)));
      // Behind a batch of records there may be another one.
      if (taken.some(({ kept }) => isOfRecords(kept.message.type))) this.#more = true;
    }
  }

  async #due(): Promise<readonly string[]> {
    const { sql, clock } = this.#options;
    const rows = await sql
      .selectFrom('delivery')
      .select('channel')
      .distinct()
      .where('state', '=', 'waiting')
      .where('due_at', '<=', clock.now())
      .execute();
    return rows.map(({ channel }) => channel);
  }

  /**
   * Decides who is told each new message; in one transaction, so that nobody is left out or told by two.
   *
   * @returns whether there may be more of them
   */
  async #spread(channels: readonly Channel[]): Promise<boolean> {
    const { sql, clock } = this.#options;
    const isNew = await sql.selectFrom('outbox').select('id').where('spread', '=', 0).limit(1).executeTakeFirst();
    if (isNew === undefined) return false;
    return sql.transaction().execute(async (tx) => {
      const fresh = await tx
        .selectFrom('outbox')
        .select(['id', 'type'])
        .where('spread', '=', 0)
        .orderBy('created_at')
        .limit(spreadAtOnce)
        .execute();
      const now = clock.now();
      for (const { id, type } of fresh) {
        for (const channel of channels.filter((one) => wants(one, type))) {
          const delivery = { id: newId(), message: id, channel: channel.id, state: 'waiting', due_at: now };
          await tx.insertInto('delivery').values(delivery).execute();
        }
        await tx.updateTable('outbox').set({ spread: 1 }).where('id', '=', id).execute();
      }
      return fresh.length === spreadAtOnce;
    });
  }

  async #take(channel: string): Promise<readonly Taken[]> {
    const { sql, clock } = this.#options;
    const now = clock.now();
    const due = await sql
      .selectFrom('delivery')
      .innerJoin('outbox', 'outbox.id', 'delivery.message')
      .select(['delivery.id', 'attempts', 'message', 'type', 'data', 'sealed', 'created_at'])
      .where('channel', '=', channel)
      .where('state', '=', 'waiting')
      .where('due_at', '<=', now)
      .orderBy('due_at')
      .limit(atOnce)
      .execute();
    const taken: Taken[] = [];
    for (const { id, attempts, message, type, data, sealed, created_at: time } of due) {
      const { numUpdatedRows } = await sql
        .updateTable('delivery')
        .set({ due_at: now + leaseMs, attempts: attempts + 1 })
        .where('id', '=', id)
        .where('attempts', '=', attempts)
        .where('state', '=', 'waiting')
        .executeTakeFirst();
      // Another process was quicker.
      if (numUpdatedRows !== 1n) continue;
      const kept = { id: message, time, message: this.#message(message, type, data, sealed) };
      taken.push({ id, attempts: attempts + 1, kept });
    }
    return taken;
  }

  async #try({ id, attempts, kept }: Taken, channel: Channel | undefined): Promise<void> {
    const { sql, clock, deliver, chance, onDead, onNote } = this.#options;
    const { type } = kept.message;
    const gone = { ok: false, reason: 'the channel is gone', final: true } as const;
    const { signal } = this.#stopped;
    const attempt = channel === undefined ? gone : await deliver(channel, kept, signal);
    const now = clock.now();
    const waiting = sql.updateTable('delivery').where('id', '=', id).where('state', '=', 'waiting');
    if (!attempt.ok && signal.aborted) {
      // Whoever comes next tells it at once.
      await waiting.set({ due_at: now }).execute();
      return;
    }
    if (attempt.ok) {
      await waiting.set({ state: 'sent', ended_at: now, error: attempt.note ?? null }).execute();
      if (attempt.note !== undefined) onNote?.(channel?.name ?? '', type, attempt.note);
      return;
    }
    const patience = isOfRecords(type) ? withRecords : withMessages;
    const asked = 'retryAfterMs' in attempt ? attempt.retryAfterMs : undefined;
    const delay = attempt.final ? undefined : retryDelay(attempts, chance(), patience, asked);
    const error = attempt.reason.slice(0, 500);
    if (delay !== undefined) {
      await waiting.set({ due_at: now + delay, error }).execute();
      return;
    }
    await waiting.set({ state: 'dead', ended_at: now, error }).execute();
    onDead(channel?.name ?? 'a channel that is gone', type, error);
  }

  /** Forgets what was told long ago. What waits or is dead stays until somebody has looked at it. */
  async #sweep(): Promise<void> {
    const { sql, clock } = this.#options;
    const now = clock.now();
    if (now < this.#swept + sweepEveryMs) return;
    this.#swept = now;
    const before = now - keptMs;
    await sql.deleteFrom('delivery').where('state', '=', 'sent').where('ended_at', '<', before).execute();
    await sql
      .deleteFrom('outbox')
      .where('spread', '=', 1)
      .where('created_at', '<', before)
      .where((x) =>
        x.not(x.exists(x.selectFrom('delivery').select('delivery.id').whereRef('message', '=', 'outbox.id'))),
      )
      .execute();
  }

  /** As `tell` wrote it. Values that cannot be opened are told to nobody; what happened is. */
  #message(id: string, type: string, data: string, sealed: string | null): OutboxMessage {
    const message: OutboxMessage = { type: type as MessageType, ...JSON.parse(data) };
    if (sealed === null) return message;
    try {
      const values = this.#options.open('outbox', sealed, valuesContext(id)).toString('utf8');
      return { ...message, values: JSON.parse(values) } as OutboxMessage;
    } catch (error) {
      this.#options.onError(error);
      return message;
    }
  }
}
