import { type Clock, newId } from '../../kernel/index.ts';
import type { Sql } from '../../store/index.ts';
import { type Channel, wants } from '../channel.ts';
import type { RecordsType } from '../message.ts';

/** A batch: so many records, and so much text of them, at most; one that is larger goes alone. */
const mostRecords = 512;
const mostText = 1_000_000;
/** After a batch that was refused for good, the next one waits: a wrong password must not use up every record. */
const refusedMs = 15 * 60_000;

const types = ['records.calls', 'records.events', 'records.spans'] as const;

/**
 * Puts records into the outbox for the channels that are told of them: a batch by number, one of a kind at a time, in
 * the transaction that moves on the place up to which they are in a batch. So none is left out and none is in two,
 * whoever dies, and a collector that does not answer costs one row.
 */
export class RecordFeed {
  readonly #sql: Sql;
  readonly #clock: Pick<Clock, 'now'>;

  constructor(sql: Sql, clock: Pick<Clock, 'now'>) {
    this.#sql = sql;
    this.#clock = clock;
  }

  /** @returns how many batches were made */
  async next(channels: readonly Channel[]): Promise<number> {
    let made = 0;
    for (const channel of channels) {
      for (const type of types) if (wants(channel, type) && (await this.#batch(channel.id, type))) made += 1;
    }
    return made;
  }

  async #batch(channel: string, type: RecordsType): Promise<boolean> {
    const sql = this.#sql;
    const feed = await sql
      .selectFrom('record_feed')
      .select('after')
      .where('channel', '=', channel)
      .where('type', '=', type)
      .executeTakeFirst();
    if (feed === undefined) {
      await beginFeeds(sql, channel, [type]);
      return false;
    }
    const { after } = feed;
    const { count, upTo } = await this.#upTo(type, after);
    if (count === 0 || (await this.#mustWait(channel, type))) return false;
    const now = this.#clock.now();
    const [message, delivery] = [newId(), newId()];
    return sql.transaction().execute(async (tx) => {
      const { numUpdatedRows } = await tx
        .updateTable('record_feed')
        .set({ after: upTo })
        .where('channel', '=', channel)
        .where('type', '=', type)
        .where('after', '=', after)
        .executeTakeFirst();
      // Another process was quicker.
      if (numUpdatedRows !== 1n) return false;
      await forget(tx, channel, type);
      const data = JSON.stringify({ data: { after, upTo, count } });
      await tx.insertInto('outbox').values({ id: message, type, data, created_at: now, spread: 1 }).execute();
      await tx
        .insertInto('delivery')
        .values({ id: delivery, message, channel, state: 'waiting', due_at: now })
        .execute();
      return true;
    });
  }

  /** The end of the next batch. */
  async #upTo(type: RecordsType, after: number): Promise<{ readonly count: number; readonly upTo: number }> {
    const rows = await this.#sql
      .selectFrom(tableOf(type))
      .select((x) => ['id', x.fn<number>('length', ['text']).as('length')])
      .where('id', '>', after)
      .orderBy('id')
      .limit(mostRecords)
      .execute();
    let text = 0;
    let count = 0;
    for (const { length } of rows) {
      text += Number(length);
      if (count > 0 && text > mostText) break;
      count += 1;
    }
    return { count, upTo: rows[count - 1]?.id ?? after };
  }

  /** One batch at a time keeps records in order; and what was refused for good a moment ago would be again. */
  async #mustWait(channel: string, type: RecordsType): Promise<boolean> {
    const of = this.#sql
      .selectFrom('delivery as d')
      .innerJoin('outbox as o', 'o.id', 'd.message')
      .where('d.channel', '=', channel);
    const waiting = await of
      .select('d.id')
      .where('o.type', '=', type)
      .where('d.state', '=', 'waiting')
      .limit(1)
      .executeTakeFirst();
    if (waiting !== undefined) return true;
    const last = await of
      .select(['d.state', 'd.ended_at'])
      // Without this, what has not ended would come first in PostgreSQL, and a refusal would be forgotten while anything waits.
      .where('d.ended_at', 'is not', null)
      .orderBy('d.ended_at', 'desc')
      .limit(1)
      .executeTakeFirst();
    return last?.state === 'dead' && this.#clock.now() - Number(last.ended_at) < refusedMs;
  }
}

/**
 * A channel is told of the records from here on; where it has been told of some before, it goes on behind them.
 *
 * @param tx the transaction that makes it
 */
export async function beginFeeds(tx: Sql, channel: string, of: readonly RecordsType[] = types): Promise<void> {
  for (const type of of) {
    const newest = await tx
      .selectFrom(tableOf(type))
      .select((x) => x.fn.max('id').as('id'))
      .executeTakeFirst();
    await tx
      .insertInto('record_feed')
      .values({ channel, type, after: Number(newest?.id ?? 0) })
      .onConflict((conflict) => conflict.columns(['channel', 'type']).doNothing())
      .execute();
  }
}

function tableOf(type: RecordsType): 'call_record' | 'event' {
  return type === 'records.events' ? 'event' : 'call_record';
}

/** Batches that were told are not listed for two weeks, as messages are: there may be one a second. */
async function forget(tx: Sql, channel: string, type: RecordsType): Promise<void> {
  const told = await tx
    .selectFrom('delivery as d')
    .innerJoin('outbox as o', 'o.id', 'd.message')
    .select('d.message')
    .where('d.channel', '=', channel)
    .where('o.type', '=', type)
    .where('d.state', '=', 'sent')
    .where('d.error', 'is', null)
    .execute();
  for (const { message } of told) {
    await tx.deleteFrom('delivery').where('message', '=', message).execute();
    await tx.deleteFrom('outbox').where('id', '=', message).execute();
  }
}
