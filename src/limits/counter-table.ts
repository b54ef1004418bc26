import { grownLength } from './amount-pool.ts';
import type { CounterQueue } from './counter-queue.ts';
import { none } from './room.ts';

/** Numbers of a counter: two doubles (time and amount of its own entry), then what else stands in the same 40 bytes. */
const doubles = 5;
const [ownAt, ownAmount] = [0, 1];
const width = 10;
const [ownNext, oldest, newest, ahead, behind, queueId] = [4, 5, 6, 7, 8, 9];

/**
 * All counters: an entry of each one's own (most have no other), the ends of its chain and the links that keep it in
 * its queue. They stand side by side, to be fetched from memory at once.
 */
export class CounterTable {
  readonly key: string[] = [];
  #numbers = new Int32Array(64 * width);
  #doubles = new Float64Array(this.#numbers.buffer);
  #free = none;
  readonly #queues: (CounterQueue | undefined)[] = [];
  readonly #freeIds: number[] = [];

  /** First entry of the counter's chain. */
  oldest(counter: number): number {
    return this.#number(counter, oldest);
  }

  /** Last entry of the counter's chain. */
  newest(counter: number): number {
    return this.#number(counter, newest);
  }

  setOldest(counter: number, entry: number): void {
    this.#set(counter, oldest, entry);
  }

  setNewest(counter: number, entry: number): void {
    this.#set(counter, newest, entry);
  }

  /** Time of the counter's own entry, ms since the epoch. */
  at(counter: number): number {
    return this.#doubles[counter * doubles + ownAt] as number;
  }

  /** Amount in the counter's own entry, in millionths; 0 when it is in no chain. */
  amount(counter: number): number {
    return this.#doubles[counter * doubles + ownAmount] as number;
  }

  put(counter: number, at: number, amount: number): void {
    this.#doubles[counter * doubles + ownAt] = at;
    this.#doubles[counter * doubles + ownAmount] = amount;
  }

  /** The entry behind the counter's own. */
  next(counter: number): number {
    return this.#number(counter, ownNext);
  }

  link(counter: number, next: number): void {
    this.#set(counter, ownNext, next);
  }

  /** The queue of a counter that is in use: every one of them stands in one. */
  queueOf(counter: number): CounterQueue {
    return this.#queues[this.#number(counter, queueId)] as CounterQueue;
  }

  /** Gives a queue its number here. */
  enrol(queue: CounterQueue): void {
    queue.id = this.#freeIds.pop() ?? this.#queues.length;
    this.#queues[queue.id] = queue;
  }

  /** Forgets a queue that is empty. */
  dismiss(queue: CounterQueue): void {
    this.#queues[queue.id] = undefined;
    this.#freeIds.push(queue.id);
  }

  /** Every counter in use. */
  *all(): Generator<number> {
    for (const queue of this.#queues) {
      let counter = queue === undefined ? none : queue.front;
      for (; counter !== none; counter = this.behind(counter)) yield counter;
    }
  }

  /** @returns a counter with no entries, at the back of the queue */
  claim(key: string, queue: CounterQueue): number {
    let counter = this.#free;
    if (counter === none) {
      counter = this.key.length;
      if (counter * width === this.#numbers.length) this.#grow(counter);
    } else {
      this.#free = this.behind(counter);
    }
    this.key[counter] = key;
    this.#set(counter, queueId, queue.id);
    this.setOldest(counter, none);
    this.setNewest(counter, none);
    this.#append(counter, queue);
    return counter;
  }

  free(counter: number, queue: CounterQueue): void {
    this.#unlink(counter, queue);
    this.key[counter] = '';
    this.#set(counter, behind, this.#free);
    this.#free = counter;
  }

  /** The next counter in its queue, of the later ones. */
  behind(counter: number): number {
    return this.#number(counter, behind);
  }

  moveToBack(counter: number, queue: CounterQueue): void {
    if (queue.back === counter) return;
    this.#unlink(counter, queue);
    this.#append(counter, queue);
  }

  /** Puts a queue into ascending order of `latest`. */
  sort(queue: CounterQueue, latest: (counter: number) => number): void {
    const members = new Int32Array(queue.size);
    let next = queue.front;
    for (let i = 0; i < members.length; i++) {
      members[i] = next;
      next = this.behind(next);
    }
    members.sort((a, b) => latest(a) - latest(b));
    queue.front = none;
    queue.back = none;
    queue.size = 0;
    for (const counter of members) this.#append(counter, queue);
    queue.ordered = true;
  }

  #append(counter: number, queue: CounterQueue): void {
    this.#set(counter, ahead, queue.back);
    this.#set(counter, behind, none);
    if (queue.back === none) queue.front = counter;
    else this.#set(queue.back, behind, counter);
    queue.back = counter;
    queue.size++;
  }

  #unlink(counter: number, queue: CounterQueue): void {
    const before = this.#number(counter, ahead);
    const after = this.#number(counter, behind);
    if (before === none) queue.front = after;
    else this.#set(before, behind, after);
    if (after === none) queue.back = before;
    else this.#set(after, ahead, before);
    queue.size--;
  }

  #number(counter: number, which: number): number {
    return this.#numbers[counter * width + which] as number;
  }

  #set(counter: number, which: number, to: number): void {
    this.#numbers[counter * width + which] = to;
  }

  #grow(counters: number): void {
    const buffer = this.#numbers.buffer.transfer(grownLength(counters) * width * 4);
    this.#numbers = new Int32Array(buffer);
    this.#doubles = new Float64Array(buffer);
  }
}
