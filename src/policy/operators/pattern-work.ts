/**
 * One pass over an RE2 pattern before anything is compiled: what a program of it would measure, and how long compiling
 * it would take. A kilobyte can ask for a million instructions, or for the case of every letter of Unicode, fifty times.
 */
export interface PatternWork {
  /** Instructions, roughly: alternatives that begin alike are counted each. */
  readonly size: number;
  /** Steps of about a microsecond. */
  readonly work: number;
}

const perPattern = 200;
const perByte = 6;
const perInstruction = 3;
/** A Unicode class has some seven hundred ranges, which are merged with what stands beside it. */
const perUnicodeClass = 500;
/** Code points whose other cases are looked up in a microsecond. */
const foldedAtOnce = 15;

/** One character outside or inside a class: escapes as a whole; the groups are a code point in hexadecimal. */
const piece = /\\x\{([0-9A-Fa-f]{1,6})\}|\\x([0-9A-Fa-f]{2})|\\[pP](?:\{[^}]*\}|[^{])|\\[\s\S]|\[:\^?\w+:\]|[\s\S]/uy;
const repeat = /\{(\d{1,9})(?:,(\d{0,9}))?\}/y;
const opening = /\(\?[A-Za-z-]*[:)]|\(\?P?<\w+>|\(/y;
const quoted = /\\Q([\s\S]*?)(?:\\E|$)/y;

/** @param source the pattern; need not be well-formed */
export function patternWork(source: string): PatternWork {
  const folds = /\(\?[A-Za-z-]*i/.test(source);
  /** Sizes of the groups that are open, the innermost last. */
  const outer: number[] = [];
  let size = 0;
  let last = 0;
  let slow = 0;
  let at = 0;
  const take = (form: RegExp): RegExpExecArray | null => {
    form.lastIndex = at;
    const found = form.exec(source);
    if (found !== null) at = form.lastIndex;
    return found;
  };
  const atom = (instructions: number): void => {
    size += instructions;
    last = instructions;
  };
  while (at < source.length) {
    const quote = take(quoted);
    if (quote !== null) {
      atom((quote[1] as string).length);
      continue;
    }
    const times = take(repeat);
    if (times !== null) {
      const count = Math.max(1, Number(times[1]), Number(times[2] ?? 0));
      size += last * (count - 1);
      last *= count;
      continue;
    }
    const group = take(opening);
    if (group !== null) {
      if (group[0].endsWith(')')) continue;
      outer.push(size);
      size = 0;
      continue;
    }
    const [text] = take(piece) as RegExpExecArray;
    if (text === '[') {
      slow += charClass();
      atom(1);
    } else if (text === ')') {
      last = size + 2;
      size = last + (outer.pop() ?? 0);
    } else {
      // A star, a bar and their like are an instruction, too; nothing may be repeated that ends with one.
      if (isUnicodeClass(text)) slow += perUnicodeClass;
      atom(1);
    }
  }
  size += outer.reduce((sum, one) => sum + one, 0);
  const work = perPattern + perByte * Buffer.byteLength(source) + perInstruction * size + slow;
  return { size, work };

  /** Goes to the end of a class. @returns what its parts cost */
  function charClass(): number {
    let cost = 0;
    let low: number | undefined;
    if (source[at] === '^') at++;
    for (let first = true; at < source.length; first = false) {
      const found = take(piece) as RegExpExecArray;
      if (found[0] === ']' && !first) break;
      if (isUnicodeClass(found[0])) cost += perUnicodeClass;
      if (found[0] !== '-' || low === undefined || source[at] === ']') {
        low = codeOf(found);
        continue;
      }
      const high = take(piece);
      if (high !== null && folds) cost += Math.max(0, codeOf(high) - low) / foldedAtOnce;
      low = undefined;
    }
    return cost;
  }
}

function isUnicodeClass(text: string): boolean {
  return text.startsWith('\\p') || text.startsWith('\\P');
}

function codeOf([text, braced, short]: RegExpExecArray): number {
  const hexadecimal = braced ?? short;
  return hexadecimal === undefined ? (text.codePointAt(0) as number) : Number.parseInt(hexadecimal, 16);
}
