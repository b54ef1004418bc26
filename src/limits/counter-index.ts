import type { KeyDigest } from './key-digest.ts';
import { none } from './room.ts';

/** The words of a key that tell it from others. */
export type Digest = Pick<KeyDigest, 'w0' | 'w1' | 'w2' | 'w3'>;

/** What the index asks of the counters that it leads to. */
export interface Digested {
  /** Whether a counter is that of a key. */
  is(counter: number, digest: Digest): boolean;
  /** First word of the digest of a counter's key. */
  w0(counter: number): number;
}

const shards = 128;
const leastPlaces = 16;
/** Numbers of a place: a word of the key's digest, and its counter plus one; 0 is a place that nobody has. */
const width = 2;

/**
 * Key of a budget → its counter. Each place holds a word of the key's digest beside the counter, so that of a million
 * counters only the one that is meant is fetched from memory. One table of a million would stop the process when it
 * grows or shrinks; these are many small ones, and each does so by itself.
 */
export class CounterIndex {
  readonly #counters: Digested;
  readonly #shards: (Shard | undefined)[] = Array.from({ length: shards }, () => undefined);

  constructor(counters: Digested) {
    this.#counters = counters;
  }

  /** @returns the counter, or `none` */
  get(digest: Digest): number {
    return this.#shards[digest.w0 >>> 25]?.find(digest, this.#counters) ?? none;
  }

  /** Adds a counter whose key is not in it. */
  set({ w0 }: Digest, counter: number): void {
    const shard = w0 >>> 25;
    this.#shards[shard] ??= new Shard();
    this.#shards[shard].add(w0, counter);
  }

  /** Removes a counter that is in it, as long as that has its digest. */
  delete(counter: number): void {
    const w0 = this.#counters.w0(counter);
    this.#shards[w0 >>> 25]?.remove(w0, counter);
  }
}

/** A table of open addressing: whoever finds a place taken goes on to the next one. */
class Shard {
  #places = new Int32Array(leastPlaces * width);
  #mask = leastPlaces - 1;
  #size = 0;

  find(digest: Digest, counters: Digested): number {
    const { w0 } = digest;
    for (let place = w0 & this.#mask; ; place = this.#after(place)) {
      const counter = this.#counterAt(place);
      if (counter === none || (this.#hashAt(place) === w0 && counters.is(counter, digest))) return counter;
    }
  }

  add(hash: number, counter: number): void {
    if ((this.#size + 1) * 4 > (this.#mask + 1) * 3) this.#resize((this.#mask + 1) * 2);
    this.#put(hash, counter);
    this.#size++;
  }

  remove(hash: number, counter: number): void {
    let gap = hash & this.#mask;
    while (this.#counterAt(gap) !== counter) gap = this.#after(gap);
    // What went on past the gap comes back into it: nobody who looks for it may stop there.
    for (let next = this.#after(gap); this.#counterAt(next) !== none; next = this.#after(next)) {
      const wanted = this.#hashAt(next) & this.#mask;
      if (((next - wanted) & this.#mask) < ((next - gap) & this.#mask)) continue;
      this.#write(gap, this.#hashAt(next), this.#counterAt(next));
      gap = next;
    }
    this.#write(gap, 0, none);
    this.#size--;
    if (this.#mask >= leastPlaces && this.#size * 8 < this.#mask) this.#resize((this.#mask + 1) / 2);
  }

  #put(hash: number, counter: number): void {
    let place = hash & this.#mask;
    while (this.#counterAt(place) !== none) place = this.#after(place);
    this.#write(place, hash, counter);
  }

  #resize(places: number): void {
    const before = this.#places;
    this.#places = new Int32Array(places * width);
    this.#mask = places - 1;
    for (let at = 0; at < before.length; at += width) {
      const counter = (before[at + 1] as number) - 1;
      if (counter !== none) this.#put(before[at] as number, counter);
    }
  }

  #after(place: number): number {
    return (place + 1) & this.#mask;
  }

  #hashAt(place: number): number {
    return this.#places[place * width] as number;
  }

  #counterAt(place: number): number {
    return (this.#places[place * width + 1] as number) - 1;
  }

  #write(place: number, hash: number, counter: number): void {
    this.#places[place * width] = hash;
    this.#places[place * width + 1] = counter + 1;
  }
}
