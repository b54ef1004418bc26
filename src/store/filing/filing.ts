import type { CallRecord, ChainKey, EventRecord } from '../../audit/index.ts';
import { assertNever } from '../../kernel/index.ts';
import { type Filed, type Heading, Headings } from '../journal/filed-under.ts';
import { Endings, interruptedEnding, joinRecord, parseLine } from '../journal/line.ts';
import { AmountReader } from './amount-reader.ts';
import { CounterChanges } from './counter-changes.ts';
import { ToolUses } from './tool-uses.ts';
import type { WriterRow } from './writer-row.ts';

/** An intent whose call has not ended. Texts are JSON. */
export interface OpenIntent {
  readonly requestId: string;
  readonly takenAt: number;
  readonly taken: string;
  readonly facts: string;
  /** The number of calls that are alike, as its line has it. */
  readonly alike?: number | undefined;
}

interface FiledRecord {
  readonly seq: number;
  readonly time: number;
  readonly text: string;
  readonly prev: Uint8Array;
  readonly mac: Uint8Array;
}

export interface FiledCall extends FiledRecord {
  readonly heading: Heading;
  readonly outcome: string;
  readonly code: string | null;
}

export interface FiledEvent extends FiledRecord {
  readonly name: string;
}

/** What a stretch of a journal adds to the database, all of it in one transaction. */
export interface Stretch {
  /** None where each was taken at once. */
  readonly calls: FiledCall[];
  readonly events: FiledEvent[];
  /** Intents that are still open at its end and were not before it. */
  readonly opened: readonly OpenIntent[];
  /** Request ids of intents that were open before it, and have ended. */
  readonly ended: readonly string[];
  readonly counters: CounterChanges;
  readonly uses: ToolUses;
  /** The head of the chain behind it. */
  readonly seq: number;
  readonly mac: Uint8Array;
  readonly lastTime: number;
}

/**
 * Turns the lines of one writer's journal into rows: chains the records and adds up the counters. It knows no database:
 * whoever has one stores a stretch whole, together with how far it came, and then makes it known with `stored`; whoever
 * could not begins anew with what the database says.
 */
export class Filing {
  readonly #key: ChainKey;
  readonly #amounts = new AmountReader();
  readonly #endings = new Endings();
  readonly #headings = new Headings();
  readonly #take: (call: FiledCall) => void;
  /** Open intents that are in the database. */
  readonly #kept: Map<string, OpenIntent>;
  #opened = new Map<string, OpenIntent>();
  #ended: string[] = [];
  #calls: FiledCall[] = [];
  #events: FiledEvent[] = [];
  #counters = new CounterChanges();
  #uses = new ToolUses();
  #seq: number;
  #mac: Uint8Array;
  #lastTime: number;

  /**
   * @param open the writer's open intents, as the database has them
   * @param take stores each call at once, in the transaction of the stretch: what waits for the stretch's end is copied
   *   around by every collection of garbage until then
   */
  constructor(
    key: ChainKey,
    { seq, mac, lastTime }: WriterRow,
    open: readonly OpenIntent[],
    take = (call: FiledCall): void => {
      this.#calls.push(call);
    },
  ) {
    this.#key = key;
    this.#take = take;
    this.#seq = seq;
    this.#mac = mac;
    this.#lastTime = lastTime;
    this.#kept = new Map(open.map((intent) => [intent.requestId, intent]));
  }

  /** @throws Error when a line is none, or ends a call that never began */
  add(lines: Iterable<string>): void {
    for (const line of lines) this.#line(line);
  }

  /**
   * Closes the books of a process that is gone: every call that it had not ended becomes an interrupted one.
   *
   * @param torn bytes at the end of its journal that were no whole batch
   */
  bury(torn: number): void {
    const open = [...this.#kept.keys(), ...this.#opened.keys()];
    if (open.length + torn === 0) return;
    for (const id of open) this.#end(id, interruptedEnding);
    const detail = { interrupted: open.length, tornBytes: torn };
    const event: EventRecord = { kind: 'event', time: this.#lastTime, event: 'journal_recovered', detail };
    this.#event(JSON.stringify(event));
  }

  /** What has been added since the last stretch that was stored. */
  get stretch(): Stretch {
    return {
      calls: this.#calls,
      events: this.#events,
      opened: [...this.#opened.values()],
      ended: this.#ended,
      counters: this.#counters,
      uses: this.#uses,
      seq: this.#seq,
      mac: this.#mac,
      lastTime: this.#lastTime,
    };
  }

  /** The stretch stands in the database: another one begins. */
  stored(): void {
    for (const id of this.#ended) this.#kept.delete(id);
    for (const [id, intent] of this.#opened) this.#kept.set(id, intent);
    this.#opened = new Map();
    this.#ended = [];
    this.#calls = [];
    this.#events = [];
    this.#counters = new CounterChanges();
    this.#uses = new ToolUses();
  }

  #line(text: string): void {
    const line = parseLine(text);
    switch (line.kind) {
      case 'intent': {
        const { requestId, takenAt, taken, alike } = line;
        this.#opened.set(requestId, line);
        this.#counters.take(takenAt, this.#amounts.of(taken, alike));
        if (takenAt > this.#lastTime) this.#lastTime = takenAt;
        return;
      }
      case 'ending':
        this.#end(line.requestId, line.ending);
        return;
      case 'record':
        this.#call(line.text, this.#headings.filed(line.text), JSON.parse(line.text));
        return;
      case 'event':
        this.#event(line.text);
        return;
      default:
        assertNever(line);
    }
  }

  #end(requestId: string, endingText: string): void {
    const intent = this.#opened.get(requestId) ?? this.#kept.get(requestId);
    if (intent === undefined) throw new Error('the journal ends a call that it never began');
    if (!this.#opened.delete(requestId)) {
      this.#kept.delete(requestId);
      this.#ended.push(requestId);
    }
    const { takenAt, taken, facts, alike } = intent;
    const ending = this.#endings.read(endingText);
    if (ending.givenBack) this.#counters.giveBack(takenAt, this.#amounts.of(taken, alike));
    this.#call(joinRecord(facts, taken, endingText), this.#headings.filed(facts, alike), ending);
  }

  #call(text: string, { time, heading }: Filed, { outcome, code }: Pick<CallRecord, 'outcome' | 'code'>): void {
    this.#uses.add(heading, time, outcome);
    const prev = this.#link(time, text);
    this.#take({ seq: this.#seq, time, text, prev, mac: this.#mac, heading, outcome, code: code ?? null });
  }

  #event(text: string): void {
    const { time, event }: EventRecord = JSON.parse(text);
    const prev = this.#link(time, text);
    this.#events.push({ seq: this.#seq, time, text, prev, mac: this.#mac, name: event });
  }

  /** Puts a record at the end of the chain. @returns the mac before it */
  #link(time: number, text: string): Uint8Array {
    const prev = this.#mac;
    this.#seq += 1;
    this.#mac = this.#key.mac(this.#seq, prev, text);
    if (time > this.#lastTime) this.#lastTime = time;
    return prev;
  }
}
