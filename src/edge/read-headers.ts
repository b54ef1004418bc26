import type { IncomingHttpHeaders } from 'node:http';

/** The headers of a request, read once. */
export interface ReadHeaders {
  /** By their lower-case names; `undefined` where one stands there more than once: Node knows which of them count. */
  readonly byName: IncomingHttpHeaders | undefined;
  /** What is wrong with them, in words for the client; `undefined` when nothing is. */
  readonly fault: string | undefined;
}

/**
 * Headers that mean something to the gateway and so may stand once only: Node joins some repeats with a comma, lets
 * the first win for others and the last for a few (threats B60, B61), and an intermediary may choose otherwise.
 * Every `Mcp-*` header belongs here too; see below.
 */
const singletons: ReadonlySet<string> = new Set([
  'host',
  'authorization',
  'content-type',
  'content-length',
  'content-encoding',
  'transfer-encoding',
  'origin',
  'cookie',
  'last-event-id',
  'expect',
]);

/** Field values in one reading only: what is no visible ASCII, space or tab is latin1 to Node, UTF-8 to others (B65). */
const plainValue = /^[\t\x20-\x7e]*$/;

/**
 * One pass over the headers as they came: what Node would make of them, and what is wrong with them.
 *
 * @param raw Node's `rawHeaders`: name, value, name, value …
 */
export function readHeaders(raw: readonly string[]): ReadHeaders {
  const byName: Record<string, string> = {};
  let fault: string | undefined;
  let repeats = false;
  for (let i = 0; i < raw.length; i += 2) {
    const value = raw[i + 1] ?? '';
    if (!plainValue.test(value)) fault ??= 'a header value holds characters that are not visible ASCII';
    const { lower, once } = nameAt(i, raw[i] ?? '');
    // What is inherited is a function, never a string.
    if (typeof byName[lower] === 'string') {
      repeats = true;
      if (once) fault ??= lower.startsWith('mcp-') ? 'an Mcp-* header is repeated' : `the header ${lower} is repeated`;
    }
    byName[lower] = value;
  }
  return { byName: repeats ? undefined : byName, fault };
}

/** What a header's name comes to. */
interface Name {
  readonly spelled: string;
  readonly lower: string;
  /** It may stand there once only. */
  readonly once: boolean;
}

/** Names as clients spell them, which are few: to look one up costs a third of what it costs to fold it, for a dozen headers a call. */
const spelled = new Map<string, Name>();
const mostSpelled = 1_000;
const longestSpelled = 64;

/**
 * The names of the request before, which mostly are the next one's, too: to compare two costs less than to look one up,
 * which must hash it.
 */
const before: Name[] = [];
const mostBefore = 64;

function nameAt(at: number, raw: string): Name {
  const likely = before[at >> 1];
  if (likely?.spelled === raw) return likely;
  const name = nameOf(raw);
  if (at < mostBefore * 2 && raw.length <= longestSpelled) before[at >> 1] = name;
  return name;
}

function nameOf(raw: string): Name {
  const known = spelled.get(raw);
  if (known !== undefined) return known;
  const lower = raw.toLowerCase();
  const name = { spelled: raw, lower, once: singletons.has(lower) || lower.startsWith('mcp-') };
  if (spelled.size < mostSpelled && raw.length <= longestSpelled) spelled.set(raw, name);
  return name;
}
