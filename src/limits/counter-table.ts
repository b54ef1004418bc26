import type { Digest, Digested } from './counter-index.ts';
import { Records } from './records.ts';
import { none } from './room.ts';

/**
 * Numbers of a counter, 64 bytes of them, so that one is a line of memory or little more: the digest of its key, then as
 * doubles time and amount of its own entry, then its chain and its queue. What a take of a counter that is there does not
 * look at stands last.
 */
const width = 16;
const [ownAt, ownAmount] = [2, 3];
const [ownNext, oldest, newest, queue, ahead, behind] = [8, 9, 10, 11, 12, 13];

/**
 * All counters: the digest of each one's key, an entry of its own (most have no other), the ends of its chain and the
 * links that keep it in its queue.
 */
export class CounterTable implements Digested {
  readonly #counters = new Records(width);

  is(counter: number, { w0, w1, w2, w3 }: Digest): boolean {
    return this.#counters.startsWith(counter, w0, w1, w2, w3);
  }

  w0(counter: number): number {
    return this.#counters.word(counter, 0);
  }

  /** First entry of the counter's chain. */
  oldest(counter: number): number {
    return this.#counters.word(counter, oldest);
  }

  /** Last entry of the counter's chain. */
  newest(counter: number): number {
    return this.#counters.word(counter, newest);
  }

  setOldest(counter: number, entry: number): void {
    this.#counters.setWord(counter, oldest, entry);
  }

  setNewest(counter: number, entry: number): void {
    this.#counters.setWord(counter, newest, entry);
  }

  /** Time of the counter's own entry, ms since the epoch. */
  at(counter: number): number {
    return this.#counters.double(counter, ownAt);
  }

  /** Amount in the counter's own entry, in millionths; 0 when it is in no chain. */
  amount(counter: number): number {
    return this.#counters.double(counter, ownAmount);
  }

  put(counter: number, at: number, amount: number): void {
    this.#counters.setDouble(counter, ownAt, at);
    this.#counters.setDouble(counter, ownAmount, amount);
  }

  /** The entry behind the counter's own. */
  next(counter: number): number {
    return this.#counters.word(counter, ownNext);
  }

  link(counter: number, next: number): void {
    this.#counters.setWord(counter, ownNext, next);
  }

  /** The queue that the counter stands in. */
  queueOf(counter: number): number {
    return this.#counters.word(counter, queue);
  }

  /** The counter before this one in its queue. */
  ahead(counter: number): number {
    return this.#counters.word(counter, ahead);
  }

  setAhead(counter: number, to: number): void {
    this.#counters.setWord(counter, ahead, to);
  }

  /** The counter after this one in its queue. */
  behind(counter: number): number {
    return this.#counters.word(counter, behind);
  }

  setBehind(counter: number, to: number): void {
    this.#counters.setWord(counter, behind, to);
  }

  /** @returns a counter with no entries, that its queue does not know yet */
  claim(digest: Digest, of: number): number {
    const counter = this.#counters.claim();
    putDigest(this.#counters, counter, digest);
    this.#counters.setWord(counter, queue, of);
    this.put(counter, 0, 0);
    this.setOldest(counter, none);
    this.setNewest(counter, none);
    return counter;
  }

  free(counter: number): void {
    this.#counters.free(counter);
  }
}

/** Puts a digest at the beginning of a record. */
export function putDigest(records: Records, record: number, { w0, w1, w2, w3 }: Digest): void {
  records.setWord(record, 0, w0);
  records.setWord(record, 1, w1);
  records.setWord(record, 2, w2);
  records.setWord(record, 3, w3);
}
