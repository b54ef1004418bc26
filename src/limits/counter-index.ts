import { none } from './room.ts';

const shards = 128;
const leastPlaces = 16;
/** Numbers of a place: the key's hash, and its counter plus one; 0 is a place that nobody has. */
const width = 2;

/**
 * Key of a budget → its counter. Each place holds the hash beside the counter, so that of a million keys only the one
 * that is meant is fetched from memory. One table of a million would stop the process when it grows or shrinks; these
 * are many small ones, and each does so by itself.
 */
export class CounterIndex {
  readonly #hashOf: (key: string) => number;
  readonly #keys: readonly string[];
  readonly #shards: (Shard | undefined)[] = Array.from({ length: shards }, () => undefined);
  /** What was found last: a take asks for its key three times, and a million keys are in no cache. */
  #lastKey: string | undefined;
  #lastHash = 0;
  #last = none;

  /**
   * @param hashOf any hash: what it is good for is speed
   * @param keys the key of each counter
   */
  constructor(hashOf: (key: string) => number, keys: readonly string[]) {
    this.#hashOf = hashOf;
    this.#keys = keys;
  }

  /** @returns the counter, or `none` */
  get(key: string): number {
    if (key === this.#lastKey) return this.#last;
    const hash = this.#hashOf(key);
    this.#last = this.#shards[hash >>> 25]?.find(hash, key, this.#keys) ?? none;
    this.#lastHash = hash;
    this.#lastKey = key;
    return this.#last;
  }

  /** Adds a key that is not in it. */
  set(key: string, counter: number): void {
    const hash = key === this.#lastKey ? this.#lastHash : this.#hashOf(key);
    this.#lastKey = undefined;
    const shard = hash >>> 25;
    this.#shards[shard] ??= new Shard();
    this.#shards[shard].add(hash, counter);
  }

  /** Removes a key, as long as it is still that of its counter. */
  delete(key: string): void {
    this.#lastKey = undefined;
    const hash = this.#hashOf(key);
    this.#shards[hash >>> 25]?.remove(hash, key, this.#keys);
  }
}

/** A table of open addressing: whoever finds a place taken goes on to the next one. */
class Shard {
  #places = new Int32Array(leastPlaces * width);
  #mask = leastPlaces - 1;
  #size = 0;

  find(hash: number, key: string, keys: readonly string[]): number {
    const place = this.#placeOf(hash, key, keys);
    return place === none ? none : this.#counterAt(place);
  }

  add(hash: number, counter: number): void {
    if ((this.#size + 1) * 4 > (this.#mask + 1) * 3) this.#resize((this.#mask + 1) * 2);
    this.#put(hash, counter);
    this.#size++;
  }

  remove(hash: number, key: string, keys: readonly string[]): void {
    let gap = this.#placeOf(hash, key, keys);
    if (gap === none) return;
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

  #placeOf(hash: number, key: string, keys: readonly string[]): number {
    for (let place = hash & this.#mask; ; place = this.#after(place)) {
      const counter = this.#counterAt(place);
      if (counter === none) return none;
      if (this.#hashAt(place) === hash && keys[counter] === key) return place;
    }
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
