import ipaddr from 'ipaddr.js';

/** An IP address as bytes: 4 or 16. A mapped IPv4 address (`::ffff:0:0/96`) counts as IPv4. */
export type Address = readonly number[];

const dottedQuad = /^(?:0|[1-9]\d{0,2})(?:\.(?:0|[1-9]\d{0,2})){3}$/;
const ipv6Text = /^[0-9a-fA-F:]*(?::(?:0|[1-9]\d{0,2})(?:\.(?:0|[1-9]\d{0,2})){3})?$/;

/**
 * Reads an IP address literally: a dotted quad without leading zeros, or RFC 4291 text without a zone.
 *
 * @returns `undefined` for every other spelling
 */
export function addressOf(text: string): Address | undefined {
  const bytes = bytesOf(text);
  if (bytes?.length === 16 && isMapped(bytes)) return bytes.slice(12);
  return bytes;
}

/** Like `addressOf`, with a mapped address left as the IPv6 address that it is written as. */
export function bytesOf(text: string): readonly number[] | undefined {
  if (text.length > 45) return undefined;
  if (dottedQuad.test(text)) return ipaddr.IPv4.isValid(text) ? ipaddr.IPv4.parse(text).toByteArray() : undefined;
  if (!text.includes(':') || !ipv6Text.test(text)) return undefined;
  return fromText(text);
}

export function isMapped(bytes: readonly number[]): boolean {
  return bytes.slice(0, 10).every((byte) => byte === 0) && bytes[10] === 0xff && bytes[11] === 0xff;
}

/** The library reads `::1.2.3.4` as a mapped address; the quad is turned into two groups before it is asked. */
function fromText(text: string): readonly number[] | undefined {
  const quad = /[^:]*\..*$/.exec(text)?.[0];
  let groups = text;
  if (quad !== undefined) {
    if (!ipaddr.IPv4.isValid(quad)) return undefined;
    const [a, b, c, d] = ipaddr.IPv4.parse(quad).toByteArray() as [number, number, number, number];
    groups = `${text.slice(0, -quad.length)}${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`;
  }
  return ipaddr.IPv6.isValid(groups) ? ipaddr.IPv6.parse(groups).toByteArray() : undefined;
}
