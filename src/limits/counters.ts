import type { BudgetTake } from './budget.ts';
import { CounterIndex } from './counter-index.ts';
import { type CounterQueue, counterQueue, type Window } from './counter-queue.ts';
import type { CounterRow, CounterSnapshot } from './counter-snapshot.ts';
import { CounterTable } from './counter-table.ts';
import { Entries } from './entries.ts';
import { flatKey } from './flat-key.ts';
import { type Grid, granuleOf, gridOf } from './grid.ts';
import { newKeyHash } from './key-hash.ts';
import type { Books } from './refusal.ts';
import { countsFrom, mostAmount, none } from './room.ts';

/** Most values of `per` that may hold live amounts in one budget family. */
export const mostValues = 10_000;

/**
 * The live amounts of all budgets in memory. A counter exists exactly as long as it holds an amount that may still
 * count; expired ones go when they are touched, when their family is full, or a few with every sweep.
 */
export class Counters implements Books {
  readonly #table = new CounterTable();
  readonly amounts = new Entries(this.#table);
  readonly #hashOf = newKeyHash();
  readonly #windows = new Map<number, Window>();
  /** All queues that the sweeper visits, in turn. */
  readonly #round: CounterQueue[] = [];
  #turn = 0;
  #size = 0;

  /** Counters held, those included that have expired and not been swept yet. */
  get size(): number {
    return this.#size;
  }

  grid(windowMs: number): Grid {
    return this.#window(windowMs).grid;
  }

  /** First entry of a budget's chain after its expired entries have been dropped, or `none`. */
  oldest(take: { readonly windowMs: number; readonly key: string }, now: number): number {
    const window = this.#window(take.windowMs);
    const counter = this.#live(window, take.key, now);
    return counter === none ? none : this.#first(counter);
  }

  /** Whether the family of a budget has no room for one more value. */
  full(take: BudgetTake, now: number): boolean {
    const window = this.#window(take.windowMs);
    const queue = take.key === take.family ? undefined : window.families.get(take.family);
    if (queue === undefined || queue.size < mostValues) return false;
    if (!queue.ordered) this.#table.sort(queue, (counter) => this.#latest(counter));
    return !this.#drop(queue.front, window, countsFrom(take.align, window.grid, now));
  }

  /** Adds an amount (millionths, more than 0) to the granule of `at`, in any order. */
  add(key: string, family: string, windowMs: number, at: number, amount: number): void {
    const window = this.#window(windowMs);
    const counter = window.counters.get(key);
    const queue = counter === none ? this.#queueFor(window, key, family) : this.#table.queueOf(counter);
    const last = queue.back === none ? at : this.#latest(queue.back);
    let target = counter;
    if (target === none) {
      const flat = flatKey(key);
      target = this.#table.claim(flat, queue);
      window.counters.set(flat, target);
      this.#size++;
    } else if (at >= last && !this.#stays(window, target, queue, at)) {
      this.#table.moveToBack(target, queue);
    }
    if (at < last) queue.ordered = false;
    this.#insert(window, target, at, amount);
  }

  /**
   * Whether a counter may stand where it does. Without a family nobody but the sweeper asks who is first, and a granule
   * sooner or later is nothing to it: counters in use are moved once a granule, for their neighbours are far in memory.
   */
  #stays({ grid }: Window, counter: number, { family }: CounterQueue, at: number): boolean {
    return family === undefined && granuleOf(grid, this.#latest(counter)) === granuleOf(grid, at);
  }

  /** Takes an amount out of the granule of `at`, never below zero and out of no other. */
  subtract(key: string, windowMs: number, at: number, amount: number, now: number): void {
    const window = this.#window(windowMs);
    const counter = at + windowMs <= now ? none : this.#live(window, key, now);
    if (counter === none) return;
    const { amounts } = this;
    const granule = granuleOf(window.grid, at);
    let before = none;
    let entry = this.#first(counter);
    while (entry !== none && granuleOf(window.grid, amounts.at(entry)) < granule) {
      before = entry;
      entry = amounts.next(entry);
    }
    if (entry === none || granuleOf(window.grid, amounts.at(entry)) !== granule) return;
    const left = amounts.amount(entry) - amount;
    if (left > 0) {
      amounts.put(entry, amounts.at(entry), left);
      return;
    }
    const next = amounts.next(entry);
    if (before === none) this.#table.setOldest(counter, next);
    else amounts.link(before, next);
    amounts.free(entry);
    if (next === none) this.#lostLatest(counter, before, window);
  }

  /** Drops a few expired counters, if there are any: called with every take, it keeps pace with what takes create. */
  sweep(now: number): void {
    if (this.#turn >= this.#round.length) this.#turn = 0;
    const queue = this.#round[this.#turn++];
    if (queue === undefined) return;
    for (let i = 0; i < 4 && queue.front !== none; i++) {
      if (!this.#drop(queue.front, queue.window, countsFrom('sliding', queue.window.grid, now))) return;
    }
  }

  snapshot(now: number): CounterSnapshot {
    return { at: now, rows: [...this.#rows(now)] };
  }

  *#rows(now: number): Generator<CounterRow> {
    for (const counter of this.#table.all()) {
      const { family, window } = this.#table.queueOf(counter);
      const key = this.#table.key[counter] as string;
      const { windowMs } = window.grid;
      for (let entry = this.#first(counter); entry !== none; entry = this.amounts.next(entry)) {
        const at = this.amounts.at(entry);
        if (at + windowMs <= now) continue;
        yield { key, ...(family === undefined ? {} : { family }), windowMs, at, amount: this.amounts.amount(entry) };
      }
    }
  }

  #window(windowMs: number): Window {
    const known = this.#windows.get(windowMs);
    if (known !== undefined) return known;
    const window: Window = {
      grid: gridOf(windowMs),
      counters: new CounterIndex(this.#hashOf, this.#table.key),
      families: new Map(),
    };
    this.#windows.set(windowMs, window);
    return window;
  }

  /** @returns the counter of a key with its expired entries dropped, or `none` if nothing of it is live */
  #live(window: Window, key: string, now: number): number {
    const counter = window.counters.get(key);
    if (counter === none) return none;
    return this.#drop(counter, window, countsFrom('sliding', window.grid, now)) ? none : counter;
  }

  #first(counter: number): number {
    return this.#table.oldest(counter);
  }

  #latest(counter: number): number {
    return this.amounts.at(this.#table.newest(counter));
  }

  /** Drops entries from before `from`. @returns whether that was the end of the counter */
  #drop(counter: number, window: Window, from: number): boolean {
    const { amounts } = this;
    const first = this.#first(counter);
    let entry = first;
    while (entry !== none && amounts.at(entry) < from) {
      const next = amounts.next(entry);
      amounts.free(entry);
      entry = next;
    }
    if (entry === first) return false;
    this.#table.setOldest(counter, entry);
    if (entry !== none) return false;
    this.#remove(counter, window);
    return true;
  }

  #insert(window: Window, counter: number, at: number, amount: number): void {
    const { amounts } = this;
    const granule = granuleOf(window.grid, at);
    let before = none;
    let entry = this.#first(counter);
    const newest = this.#table.newest(counter);
    if (newest !== none && granuleOf(window.grid, amounts.at(newest)) <= granule) {
      // The way of every live take: the end of the chain, without walking it.
      before = newest;
      entry = newest;
    }
    while (entry !== none && granuleOf(window.grid, amounts.at(entry)) < granule) {
      before = entry;
      entry = amounts.next(entry);
    }
    if (entry !== none && granuleOf(window.grid, amounts.at(entry)) === granule) {
      amounts.put(entry, Math.max(at, amounts.at(entry)), Math.min(amounts.amount(entry) + amount, mostAmount));
      return;
    }
    const fresh = amounts.claim(counter, at, amount);
    amounts.link(fresh, entry);
    if (before === none) this.#table.setOldest(counter, fresh);
    else amounts.link(before, fresh);
    if (entry === none) this.#table.setNewest(counter, fresh);
  }

  /** The last entry of a chain was given back: the counter ends earlier now, or altogether. */
  #lostLatest(counter: number, before: number, window: Window): void {
    if (before === none) {
      this.#remove(counter, window);
      return;
    }
    this.#table.setNewest(counter, before);
    this.#table.queueOf(counter).ordered = false;
  }

  #remove(counter: number, window: Window): void {
    const queue = this.#table.queueOf(counter);
    window.counters.delete(this.#table.key[counter] as string);
    this.#table.free(counter, queue);
    this.#size--;
    if (queue.size === 0) this.#dropQueue(queue);
  }

  #queueFor(window: Window, key: string, family: string): CounterQueue {
    const name = key === family ? undefined : family;
    const known = window.families.get(name);
    if (known !== undefined) return known;
    const queue = counterQueue(window, name);
    this.#table.enrol(queue);
    queue.place = this.#round.length;
    this.#round.push(queue);
    window.families.set(name, queue);
    return queue;
  }

  #dropQueue(queue: CounterQueue): void {
    queue.window.families.delete(queue.family);
    this.#table.dismiss(queue);
    const last = this.#round.pop();
    if (last === undefined || last === queue) return;
    this.#round[queue.place] = last;
    last.place = queue.place;
  }
}
