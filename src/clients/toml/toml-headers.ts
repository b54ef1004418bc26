import { parse } from 'smol-toml';

/** A table's header line: `[a.b]`. */
export interface TomlHeader {
  readonly path: readonly string[];
  /** Where its line begins. */
  readonly offset: number;
}

/**
 * The headers of a TOML text that has been found well-formed, in order. Brackets in strings, comments and arrays are
 * none.
 */
export function tomlHeaders(text: string): TomlHeader[] {
  const headers: TomlHeader[] = [];
  let depth = 0;
  let fresh = true;
  let lineStart = 0;
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at];
    if (char === '\n') {
      lineStart = at + 1;
      fresh = true;
    } else if (char === '#') {
      at = lineEnd(text, at) - 1;
    } else if (char === '"' || char === "'") {
      at = stringEnd(text, at) - 1;
      fresh = false;
    } else if (char === '[' && fresh && depth === 0) {
      const path = pathIn(text.slice(lineStart, lineEnd(text, at)));
      if (path !== undefined) headers.push({ path, offset: lineStart });
      at = lineEnd(text, at) - 1;
    } else if (char === '[' || char === '{') depth += 1;
    else if (char === ']' || char === '}') depth -= 1;
    else if (char !== ' ' && char !== '\t' && char !== '\r') fresh = false;
  }
  return headers;
}

function lineEnd(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end === -1 ? text.length : end;
}

/** Behind the string that begins at `from`. */
function stringEnd(text: string, from: number): number {
  const quote = text[from] ?? '';
  const triple = quote.repeat(3);
  const end = text.startsWith(triple, from) ? triple : quote;
  for (let at = from + end.length; at < text.length; at += 1) {
    if (quote === '"' && text[at] === '\\') at += 1;
    else if (text.startsWith(end, at)) {
      let behind = at + end.length;
      // Up to two quotes may stand before the three that close.
      while (end === triple && text[behind] === quote && behind < at + 5) behind += 1;
      return behind;
    }
  }
  return text.length;
}

/** The names in a header line; `undefined` for an array of tables, which holds no server. */
function pathIn(line: string): string[] | undefined {
  let value: unknown;
  try {
    value = parse(line.trimEnd());
  } catch {
    return undefined;
  }
  const path: string[] = [];
  for (let at = value; typeof at === 'object' && at !== null && !Array.isArray(at); ) {
    const [entry] = Object.entries(at);
    if (entry === undefined) return path;
    path.push(entry[0]);
    at = entry[1];
  }
  return undefined;
}
