/** How many texts are kept of each part of a pattern. */
const most = 6;

/**
 * Texts that an RE2 pattern probably matches, the short ones first. It knows the pattern's shape and none of its fine
 * print (flags, Unicode classes, word boundaries), so whoever uses a sample asks the judge whether it is one.
 *
 * @returns nothing for a pattern that is not understood
 */
export function regexSamples(pattern: string): readonly string[] {
  try {
    return new Sampler(pattern).samples();
  } catch (error) {
    if (error instanceof NotUnderstood) return [];
    throw error;
  }
}

class NotUnderstood extends Error {}

/** Characters tried for a class; those that people write come first. */
const pool = 'ax1A0-_./ @:,#%\\"\'=+*?!~\n\té'.split('');
const digits = /[0-9]/;
const wordy = /[0-9A-Za-z_]/;
const spacy = /[\t\n\f\r ]/;

class Sampler {
  readonly #text: string;
  #at = 0;

  constructor(pattern: string) {
    this.#text = pattern;
  }

  samples(): readonly string[] {
    const found = this.#alternatives();
    if (this.#at < this.#text.length) throw new NotUnderstood();
    return found.toSorted((a, b) => a.length - b.length);
  }

  #alternatives(): string[] {
    const found = this.#sequence();
    while (this.#take('|')) found.push(...this.#sequence());
    return spread(found);
  }

  #sequence(): string[] {
    let found = [''];
    while (this.#at < this.#text.length && !'|)'.includes(this.#text[this.#at] ?? '')) {
      found = joined(found, this.#repeated());
    }
    return found;
  }

  #repeated(): string[] {
    const one = this.#single();
    let found = one;
    for (;;) {
      const count = this.#count();
      if (count === undefined) return found;
      this.#take('?');
      const times = [...new Set([count.least, Math.min(count.most, count.least + 1), Math.min(count.most, 3)])];
      found = spread(times.flatMap((n) => one.map((text) => text.repeat(n).slice(0, 4096))));
    }
  }

  #count(): { readonly least: number; readonly most: number } | undefined {
    if (this.#take('*')) return { least: 0, most: Number.POSITIVE_INFINITY };
    if (this.#take('+')) return { least: 1, most: Number.POSITIVE_INFINITY };
    if (this.#take('?')) return { least: 0, most: 1 };
    const [whole, least, comma, last] = /^\{(\d+)(,?)(\d*)\}/.exec(this.#text.slice(this.#at)) ?? [];
    if (whole === undefined) return undefined;
    this.#at += whole.length;
    const from = Number(least);
    return { least: from, most: comma === '' ? from : last === '' ? Number.POSITIVE_INFINITY : Number(last) };
  }

  #single(): string[] {
    const next = this.#text[this.#at++];
    switch (next) {
      case '(':
        return this.#group();
      case '[':
        return this.#charClass();
      case '.':
        return ['x', ' '];
      case '^':
      case '$':
        return [''];
      case '\\':
        return this.#escape();
      case undefined:
        throw new NotUnderstood();
      default:
        return [next];
    }
  }

  #group(): string[] {
    const [opening = ''] = /^\?(?:P?<\w+>|[a-zA-Z-]*:)/.exec(this.#text.slice(this.#at)) ?? [];
    const [flags = ''] = opening === '' ? (/^\?[a-zA-Z-]+\)/.exec(this.#text.slice(this.#at)) ?? []) : [];
    this.#at += opening.length + flags.length;
    if (flags !== '') return [''];
    const found = this.#alternatives();
    if (!this.#take(')')) throw new NotUnderstood();
    return found;
  }

  #escape(): string[] {
    const next = this.#text[this.#at++] ?? '';
    if ('AzbBZ'.includes(next)) return [''];
    if (next === 'Q') {
      const end = this.#text.indexOf('\\E', this.#at);
      const literal = this.#text.slice(this.#at, end < 0 ? undefined : end);
      this.#at = end < 0 ? this.#text.length : end + 2;
      return [literal];
    }
    this.#at--;
    const member = this.#member();
    return spread(pool.filter(member).slice(0, 2).concat(fixed(member)));
  }

  /** One character or escape of a class, as a test. */
  #member(): (character: string) => boolean {
    const next = this.#text[this.#at++] ?? '';
    const negated = next !== next.toLowerCase();
    const turned = (test: RegExp) => (character: string) => test.test(character) !== negated;
    switch (next.toLowerCase()) {
      case 'd':
        return turned(digits);
      case 'w':
        return turned(wordy);
      case 's':
        return turned(spacy);
      case 'p': {
        const [whole = ''] = /^(?:\{\^?\w+\}|\w)/.exec(this.#text.slice(this.#at)) ?? [];
        this.#at += whole.length;
        return turned(/[A-Za-zé]/);
      }
      case 'x': {
        const [whole, braced, plain] =
          /^(?:\{([0-9A-Fa-f]+)\}|([0-9A-Fa-f]{2}))/.exec(this.#text.slice(this.#at)) ?? [];
        if (whole === undefined) throw new NotUnderstood();
        this.#at += whole.length;
        return is(String.fromCodePoint(Math.min(0x10ffff, Number.parseInt(braced ?? plain ?? '', 16))));
      }
      default:
        return is({ n: '\n', t: '\t', r: '\r', f: '\f', v: '\v', a: '\u0007' }[next] ?? next);
    }
  }

  #charClass(): string[] {
    const negated = this.#take('^');
    const members: ((character: string) => boolean)[] = [];
    const listed: string[] = [];
    for (let first = true; first || this.#text[this.#at] !== ']'; first = false) {
      const start = this.#text[this.#at++];
      if (start === undefined) throw new NotUnderstood();
      const posix = start === '[' ? /^:\^?\w+:\]/.exec(this.#text.slice(this.#at))?.[0] : undefined;
      if (posix !== undefined) {
        this.#at += posix.length;
        members.push((character) => (posix.includes('digit') ? digits : wordy).test(character));
      } else if (start === '\\') members.push(this.#member());
      else if (this.#text[this.#at] === '-' && this.#text[this.#at + 1] !== ']') {
        const end = this.#text[this.#at + 1] ?? start;
        this.#at += 2;
        members.push((character) => start <= character && character <= end);
        listed.push(start, end);
      } else {
        members.push(is(start));
        listed.push(start);
      }
    }
    this.#at++;
    const inside = (character: string): boolean => members.some((member) => member(character)) !== negated;
    return spread([...pool, ...listed].filter(inside).slice(0, 3));
  }

  #take(character: string): boolean {
    if (this.#text[this.#at] !== character) return false;
    this.#at++;
    return true;
  }
}

const exactly = new WeakMap<(character: string) => boolean, string>();

function is(wanted: string): (character: string) => boolean {
  const test = (character: string): boolean => character === wanted;
  exactly.set(test, wanted);
  return test;
}

/** The one character that a test accepts, where there is but one. */
function fixed(test: (character: string) => boolean): string[] {
  return [exactly.get(test) ?? []].flat();
}

function spread(found: readonly string[]): string[] {
  return [...new Set(found)].slice(0, most);
}

/** Each text with the other's first, and the first with each. */
function joined(heads: readonly string[], tails: readonly string[]): string[] {
  const [head = '', tail = ''] = [heads[0], tails[0]];
  const zipped = heads.map((text, index) => text + (tails[index] ?? tail));
  return spread([...zipped, ...heads.map((text) => text + tail), ...tails.map((text) => head + text)]);
}
