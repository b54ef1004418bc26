import type { Digest, Digested } from './counter-index.ts';
import { type CounterTable, putDigest } from './counter-table.ts';
import { Records } from './records.ts';
import { none } from './room.ts';

/** Numbers of a queue: the digest of its family's key, whose it is, its ends, and its neighbours in the sweeper's round. */
const width = 12;
const [window, front, back, size, ordered, before, after] = [4, 5, 6, 7, 8, 9, 10];

/**
 * Counters in the order of their latest take, which is the order in which they expire: expired ones are found at the
 * front without a search. Restoring and giving back break that order; `ordered` says whether it holds. The counters of a
 * family stand in one queue, those without a family in one for each window. All queues stand in a round.
 */
export class CounterQueues implements Digested {
  readonly #queues = new Records(width);
  readonly #counters: CounterTable;
  /** Whose turn it is to be swept; `none` where there is no queue. */
  #turn = none;

  constructor(counters: CounterTable) {
    this.#counters = counters;
  }

  is(queue: number, { w0, w1, w2, w3 }: Digest): boolean {
    return this.#queues.startsWith(queue, w0, w1, w2, w3);
  }

  w0(queue: number): number {
    return this.#queues.word(queue, 0);
  }

  /** The number of the window that its counters are of. */
  window(queue: number): number {
    return this.#queues.word(queue, window);
  }

  front(queue: number): number {
    return this.#queues.word(queue, front);
  }

  back(queue: number): number {
    return this.#queues.word(queue, back);
  }

  size(queue: number): number {
    return this.#queues.word(queue, size);
  }

  /** Whether its counters are known to stand in order. */
  isOrdered(queue: number): boolean {
    return this.#queues.word(queue, ordered) === 1;
  }

  disorder(queue: number): void {
    this.#queues.setWord(queue, ordered, 0);
  }

  /** The queue whose turn it is, or `none`. */
  get turn(): number {
    return this.#turn;
  }

  /** It is the next one's turn. */
  pass(): void {
    this.#turn = this.#queues.word(this.#turn, after);
  }

  /**
   * @param of the number of a window
   * @param family whose queue it is; absent for the counters without one
   * @returns an empty queue, last in the round
   */
  open(of: number, family?: Digest): number {
    const queue = this.#queues.claim();
    if (family !== undefined) putDigest(this.#queues, queue, family);
    this.#queues.setWord(queue, window, of);
    this.#clear(queue);
    if (this.#turn === none) {
      this.#follow(queue, queue);
      this.#turn = queue;
    } else {
      const last = this.#queues.word(this.#turn, before);
      this.#follow(last, queue);
      this.#follow(queue, this.#turn);
    }
    return queue;
  }

  /** Forgets a queue that is empty. There is another one: each window has one that stays. */
  close(queue: number): void {
    const next = this.#queues.word(queue, after);
    this.#follow(this.#queues.word(queue, before), next);
    if (this.#turn === queue) this.#turn = next;
    this.#queues.free(queue);
  }

  append(queue: number, counter: number): void {
    const last = this.back(queue);
    this.#counters.setAhead(counter, last);
    this.#counters.setBehind(counter, none);
    if (last === none) this.#queues.setWord(queue, front, counter);
    else this.#counters.setBehind(last, counter);
    this.#queues.setWord(queue, back, counter);
    this.#queues.setWord(queue, size, this.size(queue) + 1);
  }

  unlink(queue: number, counter: number): void {
    const first = this.#counters.ahead(counter);
    const second = this.#counters.behind(counter);
    if (first === none) this.#queues.setWord(queue, front, second);
    else this.#counters.setBehind(first, second);
    if (second === none) this.#queues.setWord(queue, back, first);
    else this.#counters.setAhead(second, first);
    this.#queues.setWord(queue, size, this.size(queue) - 1);
  }

  moveToBack(queue: number, counter: number): void {
    if (this.back(queue) === counter) return;
    this.unlink(queue, counter);
    this.append(queue, counter);
  }

  /** Puts a queue into ascending order of `latest`. */
  sort(queue: number, latest: (counter: number) => number): void {
    const members = new Int32Array(this.size(queue));
    let next = this.front(queue);
    for (let i = 0; i < members.length; i++) {
      members[i] = next;
      next = this.#counters.behind(next);
    }
    members.sort((a, b) => latest(a) - latest(b));
    this.#clear(queue);
    for (const counter of members) this.append(queue, counter);
  }

  #clear(queue: number): void {
    this.#queues.setWord(queue, front, none);
    this.#queues.setWord(queue, back, none);
    this.#queues.setWord(queue, size, 0);
    this.#queues.setWord(queue, ordered, 1);
  }

  #follow(first: number, second: number): void {
    this.#queues.setWord(first, after, second);
    this.#queues.setWord(second, before, first);
  }
}
