/**
 * Who is here now, found by name: a map for what comes and goes all the time.
 *
 * Not a `Map`, for the reason that a `Bag` is no `Set` (ADR 0280): V8 gives a map that is busy a new table every few entries, and
 * each old table, once it has grown old, keeps all that came after it. Here the places stay the same; they are doubled when
 * half of them are taken. Names that come from outside can at worst make looking as slow as walking through all that are
 * here, and how many those are is capped elsewhere.
 */
export class Roster<V> {
  #names: (string | undefined)[] = [];
  #values: (V | undefined)[] = [];
  #size = 0;

  get size(): number {
    return this.#size;
  }

  get(name: string): V | undefined {
    return this.#size === 0 ? undefined : this.#values[this.#find(name)];
  }

  has(name: string): boolean {
    return this.#size > 0 && this.#names[this.#find(name)] !== undefined;
  }

  set(name: string, value: V): void {
    if ((this.#size + 1) * 2 > this.#names.length) this.#grow();
    const at = this.#find(name);
    if (this.#names[at] === undefined) this.#size += 1;
    this.#names[at] = name;
    this.#values[at] = value;
  }

  /** @returns whether it was here */
  delete(name: string): boolean {
    if (this.#size === 0) return false;
    let hole = this.#find(name);
    if (this.#names[hole] === undefined) return false;
    this.#size -= 1;
    // Whoever stands behind it for want of a better place moves up, so that nobody is looked for beyond a gap.
    const mask = this.#names.length - 1;
    for (let at = (hole + 1) & mask; ; at = (at + 1) & mask) {
      const other = this.#names[at];
      if (other === undefined) break;
      if (((at - placeOf(other)) & mask) < ((at - hole) & mask)) continue;
      this.#names[hole] = other;
      this.#values[hole] = this.#values[at];
      hole = at;
    }
    this.#names[hole] = undefined;
    this.#values[hole] = undefined;
    return true;
  }

  /** What is here now, in no order; the roster may change meanwhile. */
  values(): V[] {
    const all: V[] = [];
    for (const [at, name] of this.#names.entries()) if (name !== undefined) all.push(this.#values[at] as V);
    return all;
  }

  clear(): void {
    this.#names = [];
    this.#values = [];
    this.#size = 0;
  }

  /** @returns where the name stands, or the gap at which it would; there is always one */
  #find(name: string): number {
    const mask = this.#names.length - 1;
    let at = placeOf(name) & mask;
    for (let other = this.#names[at]; other !== undefined && other !== name; other = this.#names[at])
      at = (at + 1) & mask;
    return at;
  }

  #grow(): void {
    const [names, values] = [this.#names, this.#values];
    const places = Math.max(fewest, names.length * 2);
    this.#names = Array.from({ length: places });
    this.#values = Array.from({ length: places });
    for (const [at, name] of names.entries()) {
      if (name === undefined) continue;
      const to = this.#find(name);
      this.#names[to] = name;
      this.#values[to] = values[at];
    }
  }
}

const fewest = 4;

/** Ids that are counted differ in their last characters, and those at random everywhere. */
function placeOf(name: string): number {
  let hash = name.length;
  for (let at = Math.max(0, name.length - 8); at < name.length; at += 1) hash = (hash * 31 + name.charCodeAt(at)) | 0;
  return hash ^ (hash >>> 15);
}
