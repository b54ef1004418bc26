import { grownLength } from './amount-pool.ts';
import type { CounterQueue } from './counter-queue.ts';
import { none } from './room.ts';

/** The columns of all counters, and the links that keep each in its queue. */
export class CounterTable {
  /** First and last entry of the counter's chain. */
  oldest = new Int32Array(64);
  newest = new Int32Array(64);
  readonly key: string[] = [];
  readonly queue: (CounterQueue | undefined)[] = [];
  #ahead = new Int32Array(64);
  #behind = new Int32Array(64);
  #free = none;

  /** @returns a counter with no entries, at the back of the queue */
  claim(key: string, queue: CounterQueue): number {
    let counter = this.#free;
    if (counter === none) {
      counter = this.key.length;
      if (counter === this.#ahead.length) this.#grow();
    } else {
      this.#free = this.behind(counter);
    }
    this.key[counter] = key;
    this.queue[counter] = queue;
    this.oldest[counter] = none;
    this.newest[counter] = none;
    this.#append(counter, queue);
    return counter;
  }

  free(counter: number, queue: CounterQueue): void {
    this.#unlink(counter, queue);
    this.key[counter] = '';
    this.queue[counter] = undefined;
    this.#behind[counter] = this.#free;
    this.#free = counter;
  }

  /** The next counter in its queue, of the later ones. */
  behind(counter: number): number {
    return this.#behind[counter] ?? none;
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
    this.#ahead[counter] = queue.back;
    this.#behind[counter] = none;
    if (queue.back === none) queue.front = counter;
    else this.#behind[queue.back] = counter;
    queue.back = counter;
    queue.size++;
  }

  #unlink(counter: number, queue: CounterQueue): void {
    const ahead = this.#ahead[counter] ?? none;
    const behind = this.behind(counter);
    if (ahead === none) queue.front = behind;
    else this.#behind[ahead] = behind;
    if (behind === none) queue.back = ahead;
    else this.#ahead[behind] = ahead;
    queue.size--;
  }

  #grow(): void {
    const bytes = grownLength(this.#ahead.length) * 4;
    this.oldest = new Int32Array(this.oldest.buffer.transfer(bytes));
    this.newest = new Int32Array(this.newest.buffer.transfer(bytes));
    this.#ahead = new Int32Array(this.#ahead.buffer.transfer(bytes));
    this.#behind = new Int32Array(this.#behind.buffer.transfer(bytes));
  }
}
