import type { BudgetTake } from './budget.ts';
import { CounterQueues } from './counter-queues.ts';
import { CounterTable } from './counter-table.ts';
import { type CounterWindow, counterWindow } from './counter-window.ts';
import { Entries } from './entries.ts';
import { type Grid, granuleOf } from './grid.ts';
import { KeyDigest } from './key-digest.ts';
import type { Books } from './refusal.ts';
import { countsFrom, mostAmount, none } from './room.ts';

/** Most values of `per` that may hold live amounts in one budget family. */
export const mostValues = 10_000;

/** What names a counter. It is known by its key for as long as it lives: nobody may change that. */
export interface CounterName {
  readonly key: string;
  readonly windowMs: number;
  /** Absent, or the key itself, where the budget has no `per` values. */
  readonly family?: string;
}

/**
 * The live amounts of all budgets in memory. A counter exists exactly as long as it holds an amount that may still
 * count; expired ones go when they are touched, when their family is full, or a few with every sweep. Keys are not kept:
 * who needs them (the journal, the store) has them from the calls.
 */
export class Counters implements Books {
  readonly #table = new CounterTable();
  readonly #queues = new CounterQueues(this.#table);
  readonly amounts = new Entries(this.#table);
  readonly #digest = new KeyDigest();
  readonly #familyDigest = new KeyDigest();
  readonly #windows: CounterWindow[] = [];
  readonly #windowByMs = new Map<number, CounterWindow>();
  /** The one that was asked for last: a take asks for its own several times. */
  #latestWindow: CounterWindow | undefined;
  readonly #mostValues: number;
  #size = 0;

  /** @param most values that may hold live amounts in one family */
  constructor(most = mostValues) {
    this.#mostValues = most;
  }

  /** Counters held, those included that have expired and not been swept yet. */
  get size(): number {
    return this.#size;
  }

  grid(windowMs: number): Grid {
    return this.#window(windowMs).grid;
  }

  /** First entry of a budget's chain after its expired entries have been dropped, or `none`. */
  oldest(take: CounterName, now: number): number {
    const counter = this.#live(this.#window(take.windowMs), take, now);
    return counter === none ? none : this.#table.oldest(counter);
  }

  /** Whether the family of a budget has no room for one more value. */
  full(take: BudgetTake, now: number): boolean {
    if (take.key === take.family) return false;
    const window = this.#window(take.windowMs);
    const queue = window.families.get(this.#familyDigest.of(take, take.family));
    if (queue === none || this.#queues.size(queue) < this.#mostValues) return false;
    if (!this.#queues.isOrdered(queue)) this.#queues.sort(queue, (counter) => this.#latest(counter));
    return !this.#drop(this.#queues.front(queue), window, countsFrom(take.align, window.grid, now));
  }

  /** Adds an amount (millionths, more than 0) to the granule of `at`, in any order. */
  add(to: CounterName, at: number, amount: number): void {
    const window = this.#window(to.windowMs);
    const known = window.counters.get(this.#digest.of(to, to.key));
    const queue = known === none ? this.#queueFor(window, to) : this.#table.queueOf(known);
    const last = this.#queues.back(queue);
    const isLatest = last === none || at >= this.#latest(last);
    if (known !== none && isLatest && !this.#stays(window, known, queue, at)) this.#queues.moveToBack(queue, known);
    if (!isLatest) this.#queues.disorder(queue);
    this.#insert(window, known === none ? this.#create(window, to, queue) : known, at, amount);
  }

  #create(window: CounterWindow, of: CounterName, queue: number): number {
    const digest = this.#digest.of(of, of.key);
    const counter = this.#table.claim(digest, queue);
    this.#queues.append(queue, counter);
    window.counters.set(digest, counter);
    this.#size++;
    return counter;
  }

  /**
   * Whether a counter may stand where it does. Without a family nobody but the sweeper asks who is first, and a granule
   * sooner or later is nothing to it: counters in use are moved once a granule, for their neighbours are far in memory.
   */
  #stays({ grid, alone }: CounterWindow, counter: number, queue: number, at: number): boolean {
    return queue === alone && granuleOf(grid, this.#latest(counter)) === granuleOf(grid, at);
  }

  /** Takes an amount out of the granule of `at`, never below zero and out of no other. */
  subtract(from: CounterName, at: number, amount: number, now: number): void {
    const window = this.#window(from.windowMs);
    const counter = at + from.windowMs <= now ? none : this.#live(window, from, now);
    if (counter === none) return;
    const { amounts } = this;
    const granule = granuleOf(window.grid, at);
    let before = none;
    let entry = this.#table.oldest(counter);
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
    for (let i = 0; i < 4 && this.#queues.turn !== none; i++) {
      const queue = this.#queues.turn;
      const counter = this.#queues.front(queue);
      const window = this.#windows[this.#queues.window(queue)] as CounterWindow;
      if (counter !== none && this.#drop(counter, window, countsFrom('sliding', window.grid, now))) continue;
      this.#queues.pass();
      return;
    }
  }

  #window(windowMs: number): CounterWindow {
    if (windowMs !== this.#latestWindow?.grid.windowMs) this.#latestWindow = this.#windowOf(windowMs);
    return this.#latestWindow;
  }

  #windowOf(windowMs: number): CounterWindow {
    const known = this.#windowByMs.get(windowMs);
    if (known !== undefined) return known;
    const window = counterWindow(windowMs, this.#windows.length, this.#table, this.#queues);
    this.#windows.push(window);
    this.#windowByMs.set(windowMs, window);
    return window;
  }

  /** @returns the counter of a key with its expired entries dropped, or `none` if nothing of it is live */
  #live(window: CounterWindow, of: CounterName, now: number): number {
    const counter = window.counters.get(this.#digest.of(of, of.key));
    if (counter === none) return none;
    return this.#drop(counter, window, countsFrom('sliding', window.grid, now)) ? none : counter;
  }

  #latest(counter: number): number {
    return this.amounts.at(this.#table.newest(counter));
  }

  /** Drops entries from before `from`. @returns whether that was the end of the counter */
  #drop(counter: number, window: CounterWindow, from: number): boolean {
    const { amounts } = this;
    let entry = this.#table.oldest(counter);
    while (entry !== none && amounts.at(entry) < from) {
      const next = amounts.next(entry);
      amounts.free(entry);
      entry = next;
    }
    this.#table.setOldest(counter, entry);
    if (entry !== none) return false;
    this.#remove(counter, window);
    return true;
  }

  #insert(window: CounterWindow, counter: number, at: number, amount: number): void {
    const { amounts } = this;
    const granule = granuleOf(window.grid, at);
    let before = none;
    let entry = this.#table.oldest(counter);
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
  #lostLatest(counter: number, before: number, window: CounterWindow): void {
    if (before === none) {
      this.#remove(counter, window);
      return;
    }
    this.#table.setNewest(counter, before);
    this.#queues.disorder(this.#table.queueOf(counter));
  }

  #remove(counter: number, window: CounterWindow): void {
    const queue = this.#table.queueOf(counter);
    window.counters.delete(counter);
    this.#queues.unlink(queue, counter);
    this.#table.free(counter);
    this.#size--;
    if (queue === window.alone || this.#queues.size(queue) > 0) return;
    window.families.delete(queue);
    this.#queues.close(queue);
  }

  #queueFor(window: CounterWindow, of: CounterName): number {
    const { key, family } = of;
    if (family === undefined || family === key) return window.alone;
    const digest = this.#familyDigest.of(of, family);
    const known = window.families.get(digest);
    if (known !== none) return known;
    const queue = this.#queues.open(window.number, digest);
    window.families.set(digest, queue);
    return queue;
  }
}
