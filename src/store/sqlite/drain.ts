import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { CallEnding, CallRecord, ChainKey, EventRecord } from '../../audit/index.ts';
import { assertNever } from '../../kernel/index.ts';
import { type Filed, filedUnder } from '../journal/filed-under.ts';
import { interruptedEnding, joinRecord, parseLine } from '../journal/line.ts';
import type { Position } from '../journal/segment.ts';
import { Amounts } from './amounts.ts';
import { CounterChanges } from './counter-rows.ts';
import { inTransaction } from './database.ts';
import { readWriter, type WriterRow } from './writer-row.ts';

interface OpenIntent {
  readonly takenAt: number;
  /** JSON text, both. */
  readonly taken: string;
  readonly facts: string;
  /** Whether it stands in `open_intent`. */
  stored: boolean;
}

/**
 * Turns one writer's journal into rows: chains the records, adds up the counters, and remembers how far it came, all
 * in the same transaction, so that each line counts exactly once whatever happens in between.
 */
export class Drain {
  readonly #database: DatabaseSync;
  readonly #key: ChainKey;
  readonly #sql: Record<'call' | 'event' | 'open' | 'close' | 'advance', StatementSync>;
  readonly #counters = new CounterChanges();
  readonly #amounts = new Amounts();
  #row: WriterRow;
  #open = new Map<string, OpenIntent>();
  /** Stored intents whose call has ended in this transaction. */
  #ended: string[] = [];
  #seq = 0;
  #mac: Uint8Array;
  #lastTime = 0;

  constructor(database: DatabaseSync, name: string, key: ChainKey) {
    this.#database = database;
    this.#key = key;
    this.#sql = {
      call: database.prepare(
        `INSERT INTO call_record (writer, seq, time, grant_id, label, server, subject, outcome, code, text, prev_mac, mac)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      ),
      event: database.prepare(
        'INSERT INTO event (writer, seq, time, name, text, prev_mac, mac) VALUES (?, ?, ?, ?, ?, ?, ?)',
      ),
      open: database.prepare(
        'INSERT INTO open_intent (writer, request_id, taken_at, taken, facts) VALUES (?, ?, ?, ?, ?)',
      ),
      close: database.prepare('DELETE FROM open_intent WHERE writer = ? AND request_id = ?'),
      advance: database.prepare(
        'UPDATE writer SET seq = ?, mac = ?, segment = ?, offset = ?, last_time = ? WHERE id = ?',
      ),
    };
    this.#row = this.#load(name);
    this.#mac = this.#row.mac;
    this.#reset();
  }

  /** Where the next line to drain stands. */
  get position(): Position {
    return this.#row.position;
  }

  get lastTime(): number {
    return this.#row.lastTime;
  }

  /** Drains lines. @param end the position behind them */
  apply(lines: Iterable<string>, end: Position): void {
    this.#transact(end, () => {
      for (const line of lines) this.#line(line);
    });
  }

  /** Goes on to another position without draining anything: the segment is done. */
  moveTo(position: Position): void {
    this.#transact(position, () => {});
  }

  /**
   * Closes the books of a process that is gone: every call that it had not ended becomes an interrupted one.
   *
   * @param torn bytes at the end of its journal that were no whole batch
   */
  bury(torn: number): void {
    const interrupted = this.#open.size;
    if (interrupted + torn === 0) return;
    this.#transact(this.position, () => {
      for (const id of this.#open.keys()) this.#end(id, interruptedEnding);
      const detail = { interrupted, tornBytes: torn };
      const event: EventRecord = { kind: 'event', time: this.#lastTime, event: 'journal_recovered', detail };
      this.#event(JSON.stringify(event));
    });
  }

  #transact(end: Position, work: () => void): void {
    try {
      inTransaction(this.#database, () => {
        work();
        this.#storeOpen();
        this.#counters.apply(this.#database);
        const { id } = this.#row;
        this.#sql.advance.run(this.#seq, this.#mac, end.segment, end.offset, this.#lastTime, id);
      });
    } catch (error) {
      // What memory holds is ahead of the database now.
      this.#row = this.#load(this.#row.name);
      this.#reset();
      throw error;
    }
    this.#row = { ...this.#row, seq: this.#seq, mac: this.#mac, position: end, lastTime: this.#lastTime };
  }

  #load(name: string): WriterRow {
    const row = readWriter(this.#database, name);
    if (row === undefined) throw new Error(`the writer ${name} is not known to the store`);
    return row;
  }

  #reset(): void {
    this.#seq = this.#row.seq;
    this.#mac = this.#row.mac;
    this.#lastTime = this.#row.lastTime;
    this.#ended = [];
    this.#counters.clear();
    const rows = this.#database.prepare('SELECT * FROM open_intent WHERE writer = ?').all(this.#row.id);
    this.#open = new Map(
      rows.map((row) => [
        String(row.request_id),
        { takenAt: Number(row.taken_at), taken: String(row.taken), facts: String(row.facts), stored: true },
      ]),
    );
  }

  #line(text: string): void {
    const line = parseLine(text);
    switch (line.kind) {
      case 'intent': {
        const { requestId, takenAt, taken, facts } = line;
        this.#open.set(requestId, { takenAt, taken, facts, stored: false });
        this.#counters.take(takenAt, this.#amounts.of(taken));
        this.#lastTime = Math.max(this.#lastTime, takenAt);
        return;
      }
      case 'ending':
        this.#end(line.requestId, line.ending);
        return;
      case 'record':
        this.#call(line.text, filedUnder(line.text), JSON.parse(line.text));
        return;
      case 'event':
        this.#event(line.text);
        return;
      default:
        assertNever(line);
    }
  }

  #end(requestId: string, endingText: string): void {
    const intent = this.#open.get(requestId);
    if (intent === undefined) throw new Error('the journal ends a call that it never began');
    this.#open.delete(requestId);
    if (intent.stored) this.#ended.push(requestId);
    const ending: CallEnding = JSON.parse(endingText);
    if (ending.givenBack) this.#counters.giveBack(intent.takenAt, this.#amounts.of(intent.taken));
    this.#call(joinRecord(intent.facts, intent.taken, endingText), filedUnder(intent.facts), ending);
  }

  #call(text: string, facts: Filed, { outcome, code }: Pick<CallRecord, 'outcome' | 'code'>): void {
    const { time, grantId, label, server, subject } = facts;
    const prev = this.#mac;
    const seq = this.#link(time, text);
    this.#sql.call.run(
      this.#row.id,
      seq,
      time,
      grantId,
      label,
      server,
      subject,
      outcome,
      code ?? null,
      text,
      prev,
      this.#mac,
    );
  }

  #event(text: string): void {
    const { time, event }: EventRecord = JSON.parse(text);
    const prev = this.#mac;
    const seq = this.#link(time, text);
    this.#sql.event.run(this.#row.id, seq, time, event, text, prev, this.#mac);
  }

  #link(time: number, text: string): number {
    this.#seq += 1;
    this.#mac = this.#key.mac(this.#seq, this.#mac, text);
    this.#lastTime = Math.max(this.#lastTime, time);
    return this.#seq;
  }

  #storeOpen(): void {
    for (const id of this.#ended) this.#sql.close.run(this.#row.id, id);
    this.#ended = [];
    for (const [id, intent] of this.#open) {
      if (intent.stored) continue;
      this.#sql.open.run(this.#row.id, id, intent.takenAt, intent.taken, intent.facts);
      intent.stored = true;
    }
  }
}
