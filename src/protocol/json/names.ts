/** A longer name is none that comes again and again. */
const longest = 64;
const places = 512;
const backslash = 0x5c;

/**
 * Names that were read before: of methods and tools, which are few and stand in every call. To find one by its bytes costs a
 * third of what it takes to make another string of them, and one that is found is not hashed again by all the maps that
 * it is then looked up in. Each name has one place, and the next that falls there takes it: nobody can fill it up.
 */
export class Names {
  readonly #known: string[] = Array.from({ length: places }, () => '');

  /**
   * @param start the first byte of the name, behind its quote
   * @param end its closing quote
   * @returns `undefined` for what is no name of ASCII without escapes, and not longer than 64 bytes
   */
  at(bytes: Buffer, start: number, end: number): string | undefined {
    const length = end - start;
    if (length > longest) return undefined;
    let hash = length;
    for (let at = start; at < end; at += 1) {
      const c = bytes[at] as number;
      if (c > 0x7f || c === backslash) return undefined;
      hash = (Math.imul(hash, 31) + c) | 0;
    }
    const place = (hash ^ (hash >>> 15)) & (places - 1);
    const known = this.#known[place] as string;
    if (known.length === length && isThere(known, bytes, start)) return known;
    const name = bytes.toString('latin1', start, end);
    this.#known[place] = name;
    return name;
  }
}

function isThere(name: string, bytes: Buffer, start: number): boolean {
  for (let i = 0; i < name.length; i += 1) if (name.charCodeAt(i) !== bytes[start + i]) return false;
  return true;
}
