import { none } from './room.ts';

const shards = 128;

/**
 * Key of a budget → its counter. A map of a million keys stops the process for a tenth of a second when it grows or
 * shrinks; these are many small ones, and each does so by itself.
 */
export class CounterIndex {
  readonly #shards = new Map<number, Map<string, number>>();
  /** What was found last: a take asks for its key three times, and a million keys are in no cache. */
  #lastKey: string | undefined;
  #last = none;

  /** @returns the counter, or `none` */
  get(key: string): number {
    if (key === this.#lastKey) return this.#last;
    this.#last = this.#shards.get(shardOf(key))?.get(key) ?? none;
    this.#lastKey = key;
    return this.#last;
  }

  set(key: string, counter: number): void {
    this.#lastKey = undefined;
    const place = shardOf(key);
    const shard = this.#shards.get(place);
    if (shard === undefined) this.#shards.set(place, new Map([[key, counter]]));
    else shard.set(key, counter);
  }

  delete(key: string): void {
    this.#lastKey = undefined;
    this.#shards.get(shardOf(key))?.delete(key);
  }

  *entries(): Generator<[string, number]> {
    for (const shard of this.#shards.values()) yield* shard.entries();
  }
}

/** Keys end with what tells them apart: an id, a value. Should they not, they only share a shard. */
function shardOf(key: string): number {
  let hash = key.length;
  for (let i = Math.max(0, key.length - 8); i < key.length; i++) hash = Math.imul(hash, 31) + key.charCodeAt(i);
  return (hash ^ (hash >>> 9)) & (shards - 1);
}
