import { RE2JS } from 're2js';

/**
 * A small RE2 of its own: a pattern is a tree, and a tree answers at which positions it may end when it starts at one.
 * Sets of positions, no automaton, no backtracking. re2js is asked for one thing only, the number of instructions, by
 * which the cap is defined (section 7: "Caps count re2js instructions of the pinned version and code points").
 */
type Ends = (text: Text, start: number) => ReadonlySet<number>;
type Text = readonly string[];

const sizes = new Map<string, number>();
const trees = new Map<string, Ends>();

/** Section 2: "program size × value length over 300,000 steps is unjudgeable". */
export function overTheCap(pattern: string, value: string): boolean {
  const size = sizes.get(pattern) ?? RE2JS.compile(pattern).programSize();
  sizes.set(pattern, size);
  return size * Array.from(value).length > 300_000;
}

/** "a string in which the RE2 pattern is found (unanchored search)". */
export function isFound(pattern: string, value: string): boolean {
  const text = Array.from(value);
  const tree = treeOf(pattern);
  for (let start = 0; start <= text.length; start += 1) if (tree(text, start).size > 0) return true;
  return false;
}

/** "a string that the RE2 pattern matches from end to end". */
export function isFullMatch(pattern: string, value: string): boolean {
  const text = Array.from(value);
  return treeOf(pattern)(text, 0).has(text.length);
}

function treeOf(pattern: string): Ends {
  const tree = trees.get(pattern) ?? new PatternReader(pattern).read();
  trees.set(pattern, tree);
  return tree;
}

const at =
  (holds: (text: Text, i: number) => boolean): Ends =>
  (text, i) =>
    holds(text, i) ? new Set([i]) : new Set();
const one =
  (test: (c: string) => boolean): Ends =>
  (text, i) => {
    const c = text[i];
    return c !== undefined && test(c) ? new Set([i + 1]) : new Set();
  };
const isWord = (c: string | undefined): boolean => c !== undefined && /^[0-9A-Za-z_]$/.test(c);
const atBoundary = (text: Text, i: number): boolean => isWord(text[i - 1]) !== isWord(text[i]);

function sequence(parts: readonly Ends[]): Ends {
  return (text, start) => {
    let ends: ReadonlySet<number> = new Set([start]);
    for (const part of parts) ends = new Set([...ends].flatMap((end) => [...part(text, end)]));
    return ends;
  };
}

function either(parts: readonly Ends[]): Ends {
  return (text, start) => new Set(parts.flatMap((part) => [...part(text, start)]));
}

function repeat(part: Ends, least: number, most: number): Ends {
  return (text, start) => {
    let ends: ReadonlySet<number> = new Set([start]);
    for (let i = 0; i < least; i += 1) ends = new Set([...ends].flatMap((end) => [...part(text, end)]));
    const all = new Set(ends);
    for (let i = least; i < most && ends.size > 0; i += 1) {
      ends = new Set([...ends].flatMap((end) => [...part(text, end)]).filter((end) => !all.has(end)));
      for (const end of ends) all.add(end);
    }
    return all;
  };
}

interface Flags {
  readonly i: boolean;
  readonly m: boolean;
  readonly s: boolean;
}

/** RE2's syntax, as much of it as the generator and the tables write; whatever else stands there throws. */
class PatternReader {
  private rest: string;
  private flags: Flags = { i: false, m: false, s: false };

  constructor(pattern: string) {
    this.rest = pattern;
  }

  read(): Ends {
    const tree = this.alternatives();
    if (this.rest !== '') throw new Error(`not read: ${this.rest}`);
    return tree;
  }

  private take(token: RegExp): RegExpExecArray | undefined {
    const match = token.exec(this.rest);
    if (match === null) return undefined;
    this.rest = this.rest.slice(match[0].length);
    return match;
  }

  private alternatives(): Ends {
    const outer = this.flags;
    const branches = [this.branch()];
    while (this.take(/^\|/)) branches.push(this.branch());
    this.flags = outer;
    return either(branches);
  }

  private branch(): Ends {
    const parts: Ends[] = [];
    while (this.rest !== '' && !/^[|)]/.test(this.rest)) parts.push(this.repeated());
    return sequence(parts);
  }

  private repeated(): Ends {
    let part = this.atom();
    for (;;) {
      const match = this.take(/^(?:([*+?])|\{(\d+)(,?)(\d*)\})\??/);
      if (match === undefined) return part;
      const [, sign, least, comma, most] = match;
      if (sign !== undefined) part = repeat(part, sign === '+' ? 1 : 0, sign === '?' ? 1 : Number.POSITIVE_INFINITY);
      else part = repeat(part, Number(least), most ? Number(most) : comma ? Number.POSITIVE_INFINITY : Number(least));
    }
  }

  private atom(): Ends {
    const flags = this.take(/^\(\?([ims]+)([:)])/);
    if (flags !== undefined) {
      const outer = this.flags;
      for (const flag of flags[1] ?? '') this.flags = { ...this.flags, [flag]: true };
      if (flags[2] === ')') return sequence([]);
      const tree = this.group();
      this.flags = outer;
      return tree;
    }
    if (this.take(/^\((?:\?:|\?P?<\w+>)?/)) return this.group();
    const { m, s } = this.flags;
    if (this.take(/^\^/)) return at((text, i) => i === 0 || (m && text[i - 1] === '\n'));
    if (this.take(/^\$/)) return at((text, i) => i === text.length || (m && text[i] === '\n'));
    if (this.take(/^\\A/)) return at((_, i) => i === 0);
    if (this.take(/^\\z/)) return at((text, i) => i === text.length);
    if (this.take(/^\\b/)) return at(atBoundary);
    if (this.take(/^\\B/)) return at((text, i) => !atBoundary(text, i));
    if (this.take(/^\./)) return one((c) => s || c !== '\n');
    const quoted = this.take(/^\\Q(.*?)(?:\\E|$)/s);
    if (quoted !== undefined) return sequence(Array.from(quoted[1] ?? '', (c) => one((other) => other === c)));
    return this.oneOf();
  }

  private group(): Ends {
    const tree = this.alternatives();
    if (!this.take(/^\)/)) throw new Error('a group is not closed');
    return tree;
  }

  /** A character, an escape or a class: the platform is asked, one code point at a time. */
  private oneOf(): Ends {
    const match = this.take(
      /^(?:\[\^?\]?(?:\[:\w+:\]|\\.|[^\]])*\]|\\x\{[0-9A-Fa-f]+\}|\\x[0-9A-Fa-f]{2}|\\[pP](?:\{\w+\}|\w)|\\.|.)/su,
    );
    if (match === undefined) throw new Error(`not read: ${this.rest}`);
    const isClass = match[0].startsWith('[');
    const source = match[0]
      .replace(/^\[(\^?)\]/, '[$1\\]')
      .replace(/\[:alpha:\]/g, 'A-Za-z')
      .replace(/\[:digit:\]/g, '0-9')
      .replace(/\[:alnum:\]/g, '0-9A-Za-z')
      .replace(/\\x\{/g, '\\u{')
      .replace(/\\([pP])(\w)/g, '\\$1{$2}')
      .replace(/\\s/g, isClass ? '\\t\\n\\f\\r ' : '[\\t\\n\\f\\r ]')
      .replace(/\\S/g, '[^\\t\\n\\f\\r ]')
      .replace(/\\a/g, '\\x07')
      .replace(/\\([-_!"#%&',:;<=>@`~ ])/g, (whole, c: string) => (isClass && c === '-' ? whole : c));
    const escaped = /^[)}\]]$/.test(source) ? `\\${source}` : source === '{' ? '\\{' : source;
    const single = new RegExp(`^(?:${escaped})$`, this.flags.i ? 'iu' : 'u');
    const known = new Map<string, boolean>();
    return one((c) => {
      const matches = known.get(c) ?? single.test(c);
      known.set(c, matches);
      return matches;
    });
  }
}
