/** A host as the WHATWG host parser reads it, and the port that stands beside it. */
export interface Host {
  /** Lower case, one trailing dot dropped; IPv6 in brackets. */
  readonly name: string;
  /** The port in effect; `undefined` for a bare host without one. */
  readonly port: number | undefined;
  /** The scheme's default port; `undefined` for a bare host. */
  readonly defaultPort: number | undefined;
}

const defaultPorts = new Map([
  ['http:', 80],
  ['ws:', 80],
  ['https:', 443],
  ['wss:', 443],
]);

/** Longest URL or host that is looked at. */
const maxLength = 65_536;

/**
 * Reads a URL, or a bare host with an optional port. The authority as parsed must be what stands in the string, letter
 * case aside: where a parser would have to correct anything (`127.1`, `%2e`, a backslash, a full-width digit, a space in
 * front), another parser may correct it differently: to curl, `https://a\@b/` is the host `b`.
 *
 * @returns `undefined` for what two readers could read differently
 */
export function hostOf(text: string): Host | undefined {
  if (text.length > maxLength) return undefined;
  return text.includes('://') ? ofUrl(text) : bareHost(text);
}

/** A URL begins with its scheme, and its authority ends at the first slash, question mark or hash (RFC 3986). */
const urlShape = /^[A-Za-z][A-Za-z0-9+.-]*:\/\/([^/?#]*)/;

/** What WHATWG's parser strips or drops before it parses, and other readers keep. */
const stripped = /^\s|\s$|\p{Cc}/u;

function ofUrl(text: string): Host | undefined {
  const authority = stripped.test(text) ? undefined : urlShape.exec(text)?.[1];
  const url = authority === undefined ? undefined : parse(text);
  const defaultPort = url === undefined ? undefined : defaultPorts.get(url.protocol);
  if (authority === undefined || url === undefined || defaultPort === undefined) return undefined;
  // User information stands in what is written and not in what the parser takes for the host.
  const written = asciiLower(authority);
  const spelled = url.port === '' && written.endsWith(`:${defaultPort}`) ? `${url.host}:${defaultPort}` : url.host;
  if (written !== spelled) return undefined;
  const port = url.port === '' ? defaultPort : Number(url.port);
  return { name: withoutDot(url.hostname), port, defaultPort };
}

/** `host` or `host:port`; no scheme, no path, no user info. */
function bareHost(text: string): Host | undefined {
  const parts = hostAndPort(text);
  if (parts === undefined || parts.hostname !== asciiLower(parts.written)) return undefined;
  return { name: withoutDot(parts.hostname), port: parts.port, defaultPort: undefined };
}

interface HostAndPort {
  /** As it stands in the text. */
  readonly written: string;
  /** As the host parser spells it. */
  readonly hostname: string;
  readonly port: number | undefined;
}

/** A bare host, an address in brackets or none, with a port behind a colon or without. */
export function hostAndPort(text: string): HostAndPort | undefined {
  const [, written, digits] = /^(\[[^[\]]*\]|[^:[\]/\\?#@\s\p{Cc}]+)(?::(\d+))?$/u.exec(text) ?? [];
  if (written === undefined) return undefined;
  const port = digits === undefined ? undefined : Number(digits);
  if (port !== undefined && (String(port) !== digits || port > 65_535)) return undefined;
  const url = parse(`http://${written}/`);
  return url && { written, hostname: url.hostname, port };
}

/** Steps of reading a host; measured. */
export function hostCost(text: string): number {
  return 40 + Math.min(text.length, maxLength);
}

function parse(text: string): URL | undefined {
  return URL.parse(text) ?? undefined;
}

/** Only A to Z: `toLowerCase` would make a "k" of the Kelvin sign. */
export function asciiLower(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

export function withoutDot(host: string): string {
  return host.endsWith('.') ? host.slice(0, -1) : host;
}
