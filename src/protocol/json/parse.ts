import type { JsonValue } from './json-value.ts';

/**
 * `JSON.parse` for a text that the scanner has accepted.
 *
 * V8 (seen in Node 24.21) takes an escaped key for another one that it has met before: after `{"x":0,"a\\":1}` was
 * parsed, the key of `{"x":0,"a\"":1}` is read as `a\`. What is judged must be what is forwarded, so a text with an
 * escape in it is taken apart here, and V8 only reads its strings, one at a time.
 *
 * @param late members and elements that are read when somebody looks at them, by where they stand: an empty string in the
 *   text stands for each. To whoever looks they are like all others
 */
export function parseJson(text: string, late?: ReadonlyMap<number, () => string>): JsonValue {
  return late !== undefined || text.includes('\\') ? new Parser(text, late).value() : (JSON.parse(text) as JsonValue);
}

/** Recurses no deeper than the scanner's cap on depth. */
class Parser {
  readonly #text: string;
  readonly #late: ReadonlyMap<number, () => string> | undefined;
  #at = 0;

  constructor(text: string, late: ReadonlyMap<number, () => string> | undefined) {
    this.#text = text;
    this.#late = late;
  }

  value(): JsonValue {
    this.#space();
    switch (this.#text[this.#at]) {
      case '{':
        return this.#object();
      case '[':
        return this.#array();
      case '"':
        return this.#string();
      default:
        return this.#word();
    }
  }

  #object(): JsonValue {
    const object: { [key: string]: JsonValue } = {};
    this.#at += 1;
    while (this.#next('}')) {
      const key = this.#string();
      this.#space();
      this.#at += 1;
      this.#space();
      if (this.#isLate(object, key)) continue;
      const value = this.value();
      // As `JSON.parse` does: an own member, whatever its name.
      if (key === '__proto__') {
        Object.defineProperty(object, key, { value, writable: true, enumerable: true, configurable: true });
      } else object[key] = value;
    }
    return object;
  }

  #array(): JsonValue {
    const array: JsonValue[] = [];
    this.#at += 1;
    while (this.#next(']')) {
      if (!this.#isLate(array, array.length)) array.push(this.value());
    }
    return array;
  }

  #isLate(holder: object, key: string | number): boolean {
    const get = this.#late?.get(this.#at);
    if (get === undefined) return false;
    Object.defineProperty(holder, key, { get, enumerable: true, configurable: true });
    this.#at += '""'.length;
    return true;
  }

  /** Goes to the next member or element. @returns `false` past the closing bracket */
  #next(closing: string): boolean {
    this.#space();
    if (this.#text[this.#at] === ',') {
      this.#at += 1;
      this.#space();
    }
    if (this.#text[this.#at] !== closing) return true;
    this.#at += 1;
    return false;
  }

  #string(): string {
    const start = this.#at;
    let end = this.#text.indexOf('"', start + 1);
    while (isEscaped(this.#text, end)) end = this.#text.indexOf('"', end + 1);
    this.#at = end + 1;
    const raw = this.#text.slice(start, this.#at);
    return raw.includes('\\') ? (JSON.parse(raw) as string) : raw.slice(1, -1);
  }

  #word(): JsonValue {
    const start = this.#at;
    while (this.#at < this.#text.length && !endsWord(this.#text.charCodeAt(this.#at))) this.#at += 1;
    return JSON.parse(this.#text.slice(start, this.#at)) as JsonValue;
  }

  #space(): void {
    while (isSpace(this.#text.charCodeAt(this.#at))) this.#at += 1;
  }
}

function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;
}

/** White space, a comma, a closing bracket or brace. */
function endsWord(code: number): boolean {
  return isSpace(code) || code === 0x2c || code === 0x5d || code === 0x7d;
}

/** Whether an odd number of backslashes stands before a quote. */
function isEscaped(text: string, quote: number): boolean {
  let at = quote - 1;
  while (text[at] === '\\') at -= 1;
  return (quote - 1 - at) % 2 === 1;
}
