import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { ChainKey } from '../../audit/index.ts';
import type { Drainer } from '../filing/drain-journal.ts';
import { type FiledCall, Filing } from '../filing/filing.ts';
import type { WriterRow } from '../filing/writer-row.ts';
import type { Heading } from '../journal/filed-under.ts';
import type { JournalPosition } from '../journal/segment.ts';
import { applyTerms, lastFiled } from './call-term-rows.ts';
import { CallTerms, termsOf } from './call-terms.ts';
import { applyCounters } from './counter-rows.ts';
import { inTransaction } from './database.ts';
import { fileTerms } from './file-terms.ts';
import { applyUses } from './tool-use-rows.ts';
import { WriteTurn } from './write-turn.ts';
import { readWriter } from './writer-row.ts';

/**
 * Puts one writer's journal into rows: records, open intents and counters, and how far it came, all in the same
 * transaction, so that each line counts exactly once whatever happens in between.
 */
export class SqliteDrain implements Drainer {
  readonly #database: DatabaseSync;
  readonly #key: ChainKey;
  readonly #turn: WriteTurn;
  readonly #sql: Record<'lastId' | 'call' | 'event' | 'open' | 'close' | 'advance', StatementSync>;
  /** Terms of calls, by what they are filed under and how they ended. */
  readonly #known = new WeakMap<Heading, Map<string, readonly number[]>>();
  #row: WriterRow;
  #filing: Filing;
  /** The last id that was given out, and the terms of the calls of this stretch. */
  #call = 0;
  #terms = new CallTerms();

  /** @param turn absent where no other connection of the thread writes */
  constructor(database: DatabaseSync, name: string, key: ChainKey, turn = new WriteTurn()) {
    this.#database = database;
    this.#key = key;
    this.#turn = turn;
    this.#sql = {
      lastId: database.prepare('SELECT max(id) AS id FROM call_record'),
      call: database.prepare(
        `INSERT INTO call_record (id, writer, seq, time, grant_id, label, server, subject, outcome, code, text, prev_mac, mac)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
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
    this.#filing = this.#begin();
  }

  get position(): JournalPosition {
    return this.#row.position;
  }

  get lastTime(): number {
    return this.#row.lastTime;
  }

  async drain(end: JournalPosition, work: (filing: Filing) => void): Promise<void> {
    await this.#turn.free();
    try {
      inTransaction(this.#database, () => {
        this.#open();
        work(this.#filing);
        this.#store(end);
      });
    } catch (error) {
      // What memory holds is ahead of the database now.
      this.#row = this.#load(this.#row.name);
      this.#filing = this.#begin();
      throw error;
    }
    const { seq, mac, lastTime } = this.#filing.stretch;
    this.#filing.stored();
    this.#row = { ...this.#row, seq, mac, position: end, lastTime };
  }

  #open(): void {
    // The write lock is held: nobody else gives out ids.
    const filed = lastFiled(this.#database);
    const last = Number(this.#sql.lastId.get()?.id ?? 0);
    if (last > filed) fileTerms(this.#database, filed);
    // Ids of calls that were removed are not given out again.
    this.#call = Math.max(last, filed);
    this.#terms = new CallTerms();
  }

  #take({ seq, time, heading, outcome, code, text, prev, mac }: FiledCall): void {
    const { grantId, label, server, subject } = heading;
    this.#call += 1;
    const { call } = this.#sql;
    call.run(this.#call, this.#row.id, seq, time, grantId, label, server, subject, outcome, code, text, prev, mac);
    this.#terms.add(this.#call, this.#termsOf(heading, outcome, code));
  }

  #store(end: JournalPosition): void {
    const { id } = this.#row;
    const { events, opened, ended, counters, uses, seq, mac, lastTime } = this.#filing.stretch;
    applyTerms(this.#database, this.#terms);
    for (const { seq: at, time, name, text, prev, mac: own } of events)
      this.#sql.event.run(id, at, time, name, text, prev, own);
    for (const request of ended) this.#sql.close.run(id, request);
    for (const { requestId, takenAt, taken, facts } of opened) this.#sql.open.run(id, requestId, takenAt, taken, facts);
    applyCounters(this.#database, counters);
    applyUses(this.#database, uses);
    this.#sql.advance.run(seq, mac, end.segment, end.offset, lastTime, id);
  }

  /** The same array for calls that are alike. */
  #termsOf(heading: Heading, outcome: string, code: string | null): readonly number[] {
    const endings = this.#known.get(heading) ?? new Map<string, readonly number[]>();
    if (endings.size === 0) this.#known.set(heading, endings);
    const ending = code === null ? outcome : `${outcome} ${code}`;
    let terms = endings.get(ending);
    if (terms === undefined) {
      terms = termsOf(heading, outcome, code);
      endings.set(ending, terms);
    }
    return terms;
  }

  #load(name: string): WriterRow {
    const row = readWriter(this.#database, name);
    if (row === undefined) throw new Error(`the writer ${name} is not known to the store`);
    return row;
  }

  #begin(): Filing {
    const rows = this.#database.prepare('SELECT * FROM open_intent WHERE writer = ?').all(this.#row.id);
    const open = rows.map((row) => ({
      requestId: String(row.request_id),
      takenAt: Number(row.taken_at),
      taken: String(row.taken),
      facts: String(row.facts),
    }));
    return new Filing(this.#key, this.#row, open, (call) => this.#take(call));
  }
}
