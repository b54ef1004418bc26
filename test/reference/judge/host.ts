import { type Address, readAddress, readSixteenBytes } from './address.ts';
import { isPublicAddress } from './public-address.ts';

/** What a URL or bare host says, read as WHATWG does and found to be spelled as it is read. */
export interface Host {
  /** Lower-case, without one trailing dot; an IPv6 address without its brackets. */
  readonly name: string;
  /** The port that stands in the text, or the scheme's; undefined for a bare host without one. */
  readonly port: number | undefined;
  /** No port was written, or the scheme's own. */
  readonly usual: boolean;
}

const defaultPort: ReadonlyMap<string, number> = new Map([
  ['http:', 80],
  ['ws:', 80],
  ['https:', 443],
  ['wss:', 443],
]);

const lower = (text: string): string => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());

/** Section 7: "A bare host has no `/ \ ? # @` or space, an optional `:digits`, and is tried only without `://`". */
export function readHost(text: string): Host | undefined {
  return text.includes('://') ? readUrl(text) : readBare(text);
}

/**
 * Section 7: "Where the authority as parsed is not, letter case aside, what stands in the string, it is unjudgeable";
 * "the scheme's default port is dropped before spellings are compared, and an address must stand in the parser's own
 * spelling". That one sentence also refuses user info, percent escapes, full-width digits, IDN in Unicode, backslashes,
 * missing and doubled slashes, leading zeros in ports, and every unusual notation of an address. Section 2, "clever
 * spellings never help a call": what the parser strips (white space around, control characters anywhere) is unjudgeable.
 */
function readUrl(text: string): Host | undefined {
  const standing = /^[A-Za-z][A-Za-z0-9+.-]*:\/\/([^/?#]*)/.exec(text)?.[1];
  if (text !== text.trim() || /\p{Cc}/u.test(text)) return undefined;
  if (standing === undefined || !URL.canParse(text)) return undefined;
  const url = new URL(text);
  const usualPort = defaultPort.get(url.protocol);
  if (usualPort === undefined) return undefined;
  const suffix = `:${usualPort}`;
  const spelled = standing.endsWith(suffix) ? standing.slice(0, -suffix.length) : standing;
  if (lower(spelled) !== url.host) return undefined;
  const usual = url.port === '';
  return { name: nameOf(url.hostname), port: usual ? usualPort : Number(url.port), usual };
}

function readBare(text: string): Host | undefined {
  if (/[/\\?#@\s\p{Cc}]/u.test(text)) return undefined;
  const [, host = '', digits] = /^(\[[^\]]*\]|[^:]*)(?::([0-9]+))?$/.exec(text) ?? [];
  const port = digits === undefined ? undefined : Number(digits);
  if (port !== undefined && (port > 65_535 || String(port) !== digits)) return undefined;
  if (host === '' || !URL.canParse(`http://${host}/`)) return undefined;
  const { hostname } = new URL(`http://${host}/`);
  if (lower(host) !== hostname) return undefined;
  return { name: nameOf(hostname), port, usual: port === undefined };
}

/** Section 7: "one trailing dot is dropped on both sides". */
const nameOf = (hostname: string): string => hostname.replace(/\.$/, '').replace(/^\[(.*)\]$/, '$1');

/**
 * Section 2: "the host is in the list; `*.example.com` matches by label". Section 7: "An entry is `host` (default port
 * of the scheme) or `host:port`"; "a host that matches no entry is plainly false whatever its port"; a port that is not
 * listed with its host is unjudgeable.
 */
export function hostIn(host: Host, entries: readonly string[]): boolean | undefined {
  const named = entries.map(readEntry).filter((entry) => entryNames(entry, host.name));
  if (named.length === 0) return false;
  const listed = named.some((entry) => (entry.port === undefined ? host.usual : entry.port === host.port));
  return listed ? true : undefined;
}

interface Entry {
  readonly below: boolean;
  readonly name: string;
  readonly port: number | undefined;
}

function readEntry(entry: string): Entry {
  const below = entry.startsWith('*.');
  const [, host = '', digits] = /^(.*?)(?::([0-9]+))?$/.exec(below ? entry.slice(2) : entry) ?? [];
  const name = nameOf(new URL(`http://${host}/`).hostname);
  return { below, name, port: digits === undefined ? undefined : Number(digits) };
}

/** "`*.x` is one label or more, not the apex". */
function entryNames(entry: Entry, name: string): boolean {
  if (!entry.below) return entry.name === name;
  return name.endsWith(`.${entry.name}`) && name.length > entry.name.length + 1;
}

/** Section 7: "`localhost` and below, `.local`, `.internal`, `.home.arpa`, names without a dot, the metadata names". */
export function isPublicHost(host: Host): boolean {
  const address = hostAddress(host.name);
  if (address !== undefined) return isPublicAddress(address);
  if (!host.name.includes('.')) return false;
  const own = ['localhost', 'local', 'internal', 'home.arpa', 'metadata.goog'];
  return !own.some((name) => host.name === name || host.name.endsWith(`.${name}`));
}

function hostAddress(name: string): Address | undefined {
  const v6 = readSixteenBytes(name);
  return v6 === undefined ? readAddress(name) : { bits: 128, value: v6 };
}
