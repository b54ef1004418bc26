/**
 * Headers that mean something to the gateway and so may stand once only: Node joins some repeats with a comma, lets
 * the first win for others and the last for a few (threats B60, B61), and an intermediary may choose otherwise.
 * Every `Mcp-*` header belongs here too; see below.
 */
const singletons: ReadonlyMap<string, number> = new Map(
  [
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
  ].map((name, index) => [name, 1 << index]),
);

/** Field values in one reading only: what is no visible ASCII, space or tab is latin1 to Node, UTF-8 to others (B65). */
const plainValue = /^[\t\x20-\x7e]*$/;

/**
 * One pass over the headers as they came.
 *
 * @param raw Node's `rawHeaders`: name, value, name, value …
 * @param most how many headers there may be
 * @returns what is wrong with them, in words for the client; `undefined` when nothing is
 */
export function headerFault(raw: readonly string[], most: number): string | undefined {
  if (raw.length > most * 2) return `more than ${most} headers`;
  let seen = 0;
  let mcp: string[] | undefined;
  for (let i = 0; i < raw.length; i += 2) {
    if (!plainValue.test(raw[i + 1] ?? '')) return 'a header value holds characters that are not visible ASCII';
    const name = (raw[i] ?? '').toLowerCase();
    const bit = singletons.get(name);
    if (bit !== undefined) {
      if ((seen & bit) !== 0) return `the header ${name} is repeated`;
      seen |= bit;
    } else if (name.startsWith('mcp-')) {
      if (mcp === undefined) mcp = [name];
      else if (mcp.includes(name)) return 'an Mcp-* header is repeated';
      else mcp.push(name);
    }
  }
  return undefined;
}
