import { type Clock, newId } from '../kernel/index.ts';
import type { Sql } from '../store/index.ts';
import { type Channel, wants } from './channel.ts';
import type { Attempt } from './deliver.ts';
import { isOfRecords, type Kept, type Message, type MessageType } from './message.ts';
import type { RecordFeed } from './otlp/record-feed.ts';
import { retryDelay, withMessages, withRecords } from './retry.ts';
import { valuesContext } from './values-context.ts';

export interface DispatcherOptions {
  readonly sql: Sql;
  readonly clock: Clock;
  /** Every channel that is told anything now. */
  readonly channels: () => Promise<readonly Channel[]>;
  readonly deliver: (channel: Channel, kept: Kept) => Promise<Attempt>;
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
  /** A message was told, and not all of it was taken. */
  readonly onNote?: (channel: string, type: string, note: string) => void;
}

/** How often the outbox is looked into: others write to it as well. */
const lookEveryMs = 1_000;
/** Whoever takes a delivery and dies has it taken from him after this long. */
const leaseMs = 120_000;
const atOnce = 8;
const spreadAtOnce = 100;
/** What is over and done with is kept for this long. */
const keptMs = 14 * 24 * 3_600_000;
const sweepEveryMs = 3_600_000;

/** A delivery that was taken. */
interface Taken {
  readonly id: string;
  readonly channel: string;
  readonly attempts: number;
  readonly kept: Kept;
}

/**
 * Delivers what lies in the outbox. Several processes may do so on one database: a delivery is taken before it is tried,
 * and is due again when whoever took it does not say how it ended. So each is tried at least once, at times twice, and
 * always under the same id.
 */
export class Dispatcher {
  readonly #options: DispatcherOptions;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;
  #ended = false;
  #swept = Number.NEGATIVE_INFINITY;

  constructor(options: DispatcherOptions) {
    this.#options = options;
  }

  /** Looks into the outbox from now on. */
  start(): void {
    this.#ended = false;
    this.#timer ??= setInterval(() => void this.#look(), lookEveryMs).unref();
  }

  /** What is under way is waited for. */
  async stop(): Promise<void> {
    this.#ended = true;
    clearInterval(this.#timer);
    this.#timer = undefined;
    await this.#running;
  }

  /** Delivers all that is due now; what fails is due again later. */
  async once(): Promise<void> {
    for (let more = true; more && !this.#ended; ) {
      const all = await this.#options.channels();
      const channels = new Map(all.map((channel) => [channel.id, channel]));
      await this.#spread(all);
      const batches = (await this.#options.feed?.next(all)) ?? 0;
      const taken = await this.#take();
      await Promise.all(taken.map((one) => this.#try(one, channels.get(one.channel))));
      // Behind a batch of records there may be another one.
      more = taken.length === atOnce || batches > 0 || taken.some(({ kept }) => isOfRecords(kept.message.type));
    }
    await this.#sweep();
  }

  async #look(): Promise<void> {
    if (this.#running !== undefined) return;
    this.#running = this.once().catch((error: unknown) => this.#options.onError(error));
    await this.#running;
    this.#running = undefined;
  }

  /** Decides who is told each new message; in one transaction, so that nobody is left out or told by two. */
  async #spread(channels: readonly Channel[]): Promise<void> {
    const { sql, clock } = this.#options;
    const isNew = await sql.selectFrom('outbox').select('id').where('spread', '=', 0).limit(1).executeTakeFirst();
    if (isNew === undefined) return;
    await sql.transaction().execute(async (tx) => {
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
    });
  }

  async #take(): Promise<readonly Taken[]> {
    const { sql, clock } = this.#options;
    const now = clock.now();
    const due = await sql
      .selectFrom('delivery')
      .innerJoin('outbox', 'outbox.id', 'delivery.message')
      .select(['delivery.id', 'channel', 'attempts', 'message', 'type', 'data', 'sealed', 'created_at'])
      .where('state', '=', 'waiting')
      .where('due_at', '<=', now)
      .orderBy('due_at')
      .limit(atOnce)
      .execute();
    const taken: Taken[] = [];
    for (const { id, channel, attempts, message, type, data, sealed, created_at: time } of due) {
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
      taken.push({ id, channel, attempts: attempts + 1, kept });
    }
    return taken;
  }

  async #try({ id, attempts, kept }: Taken, channel: Channel | undefined): Promise<void> {
    const { sql, clock, deliver, chance, onDead, onNote } = this.#options;
    const { type } = kept.message;
    const gone = { ok: false, reason: 'the channel is gone', final: true } as const;
    const attempt = channel === undefined ? gone : await deliver(channel, kept);
    const now = clock.now();
    const waiting = sql.updateTable('delivery').where('id', '=', id).where('state', '=', 'waiting');
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
  #message(id: string, type: string, data: string, sealed: string | null): Message {
    const message: Message = { type: type as MessageType, ...JSON.parse(data) };
    if (sealed === null) return message;
    try {
      const values = this.#options.open('outbox', sealed, valuesContext(id)).toString('utf8');
      return { ...message, values: JSON.parse(values) } as Message;
    } catch (error) {
      this.#options.onError(error);
      return message;
    }
  }
}
