import type { Slices } from '../kernel/index.ts';

/** So many changes are carried on top before they become part of what lies below: looking anything up takes two steps. */
const mostOnTop = 512;

/**
 * A map that is never changed: another one is made of it, at the cost of what is different and not of what is there. Of
 * ten thousand grants a change of one copies a handful of references.
 */
export class LayeredMap<K, V> implements ReadonlyMap<K, V> {
  readonly #below: ReadonlyMap<K, V>;
  /** `undefined`: what lies below under this key is gone. */
  readonly #top: ReadonlyMap<K, V | undefined>;
  readonly size: number;

  private constructor(below: ReadonlyMap<K, V>, top: ReadonlyMap<K, V | undefined>, size: number) {
    this.#below = below;
    this.#top = top;
    this.size = size;
  }

  /** @param entries not to be changed by anybody from now on */
  static of<K, V>(entries: ReadonlyMap<K, V>): LayeredMap<K, V> {
    return entries instanceof LayeredMap ? entries : new LayeredMap(entries, new Map(), entries.size);
  }

  /**
   * @param changes key → its value from now on; `undefined` for a key that is gone
   * @param slices in which many of them are put together, beside calls
   */
  async with(changes: ReadonlyMap<K, V | undefined>, slices: Slices): Promise<LayeredMap<K, V>> {
    if (changes.size === 0) return this;
    if (this.#top.size + changes.size > mostOnTop) return this.#flat(changes, slices);
    const top = new Map(this.#top);
    let { size } = this;
    for (const [key, value] of changes) {
      size += (value === undefined ? 0 : 1) - (this.has(key) ? 1 : 0);
      // What does not lie below is gone without a word: who comes and goes leaves nothing.
      if (value === undefined && !this.#below.has(key)) top.delete(key);
      else top.set(key, value);
    }
    return new LayeredMap(this.#below, top, size);
  }

  async #flat(changes: ReadonlyMap<K, V | undefined>, slices: Slices): Promise<LayeredMap<K, V>> {
    const whole = new Map<K, V>();
    for (const layer of [this.#below, this.#top, changes]) {
      for (const [key, value] of layer) {
        if (slices.over) await slices.rest();
        if (value === undefined) whole.delete(key);
        else whole.set(key, value);
      }
    }
    return LayeredMap.of(whole);
  }

  get(key: K): V | undefined {
    const changed = this.#top.get(key);
    return changed !== undefined || this.#top.has(key) ? changed : this.#below.get(key);
  }

  has(key: K): boolean {
    return this.get(key) !== undefined;
  }

  *entries(): MapIterator<[K, V]> {
    for (const entry of this.#below) if (!this.#top.has(entry[0])) yield entry;
    for (const [key, value] of this.#top) if (value !== undefined) yield [key, value];
  }

  *keys(): MapIterator<K> {
    for (const [key] of this.entries()) yield key;
  }

  *values(): MapIterator<V> {
    for (const [, value] of this.entries()) yield value;
  }

  [Symbol.iterator](): MapIterator<[K, V]> {
    return this.entries();
  }

  forEach(each: (value: V, key: K, map: ReadonlyMap<K, V>) => void): void {
    for (const [key, value] of this.entries()) each(value, key, this);
  }
}
