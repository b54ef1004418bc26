/** A map whose values are made of others when somebody asks for them. */
export class OpenedMap<K, D, V> implements ReadonlyMap<K, V> {
  readonly #declared: ReadonlyMap<K, D>;
  readonly #get: (declared: D, key: K) => V;
  readonly #each: (declared: D, key: K) => V;

  /**
   * @param declared what values are made of
   * @param get what one is made by, or found where it was made before
   * @param each the same for whoever looks at all of them: nothing need be kept of that
   */
  constructor(declared: ReadonlyMap<K, D>, get: (declared: D, key: K) => V, each: (declared: D, key: K) => V) {
    this.#declared = declared;
    this.#get = get;
    this.#each = each;
  }

  get size(): number {
    return this.#declared.size;
  }

  get(key: K): V | undefined {
    const declared = this.#declared.get(key);
    return declared === undefined ? undefined : this.#get(declared, key);
  }

  has(key: K): boolean {
    return this.#declared.has(key);
  }

  *entries(): MapIterator<[K, V]> {
    for (const [key, declared] of this.#declared) yield [key, this.#each(declared, key)];
  }

  keys(): MapIterator<K> {
    return this.#declared.keys();
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
