import { grownLength } from './amount-pool.ts';
import type { CounterQueue } from './counter-queue.ts';
import { none } from './room.ts';

/** Links of a counter: first and last entry of its chain, the counters before and behind it in its queue. */
const width = 4;
const [oldest, newest, ahead, behind] = [0, 1, 2, 3];

/** All counters, and the links that keep each in its queue: side by side, to be fetched from memory at once. */
export class CounterTable {
  readonly key: string[] = [];
  readonly queue: (CounterQueue | undefined)[] = [];
  #links = new Int32Array(64 * width);
  #free = none;

  /** First entry of the counter's chain. */
  oldest(counter: number): number {
    return this.#link(counter, oldest);
  }

  /** Last entry of the counter's chain. */
  newest(counter: number): number {
    return this.#link(counter, newest);
  }

  setOldest(counter: number, entry: number): void {
    this.#links[counter * width + oldest] = entry;
  }

  setNewest(counter: number, entry: number): void {
    this.#links[counter * width + newest] = entry;
  }

  /** @returns a counter with no entries, at the back of the queue */
  claim(key: string, queue: CounterQueue): number {
    let counter = this.#free;
    if (counter === none) {
      counter = this.key.length;
      if (counter * width === this.#links.length) this.#grow(counter);
    } else {
      this.#free = this.behind(counter);
    }
    this.key[counter] = key;
    this.queue[counter] = queue;
    this.setOldest(counter, none);
    this.setNewest(counter, none);
    this.#append(counter, queue);
    return counter;
  }

  free(counter: number, queue: CounterQueue): void {
    this.#unlink(counter, queue);
    this.key[counter] = '';
    this.queue[counter] = undefined;
    this.#setLink(counter, behind, this.#free);
    this.#free = counter;
  }

  /** The next counter in its queue, of the later ones. */
  behind(counter: number): number {
    return this.#link(counter, behind);
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
    this.#setLink(counter, ahead, queue.back);
    this.#setLink(counter, behind, none);
    if (queue.back === none) queue.front = counter;
    else this.#setLink(queue.back, behind, counter);
    queue.back = counter;
    queue.size++;
  }

  #unlink(counter: number, queue: CounterQueue): void {
    const before = this.#link(counter, ahead);
    const after = this.#link(counter, behind);
    if (before === none) queue.front = after;
    else this.#setLink(before, behind, after);
    if (after === none) queue.back = before;
    else this.#setLink(after, ahead, before);
    queue.size--;
  }

  #link(counter: number, which: number): number {
    return this.#links[counter * width + which] as number;
  }

  #setLink(counter: number, which: number, to: number): void {
    this.#links[counter * width + which] = to;
  }

  #grow(counters: number): void {
    this.#links = new Int32Array(this.#links.buffer.transfer(grownLength(counters) * width * 4));
  }
}
