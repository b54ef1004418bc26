/** An address as one number; a mapped one (`::ffff:…`) counts as IPv4 (section 7, `in_cidr`). */
export interface Address {
  readonly bits: 32 | 128;
  readonly value: bigint;
}

export interface Range {
  readonly first: Address;
  readonly length: number;
}

const octet = '(0|[1-9][0-9]{0,2})';
const quad = new RegExp(`^${octet}\\.${octet}\\.${octet}\\.${octet}$`);

/** "A dotted quad without leading zeros". */
function readQuad(text: string): bigint | undefined {
  const octets = quad.exec(text)?.slice(1).map(Number);
  if (octets === undefined || octets.some((one) => one > 255)) return undefined;
  return octets.reduce((sum, one) => sum * 256n + BigInt(one), 0n);
}

/** RFC 4291, section 2.2: eight groups, one `::` for one or more of zeros, a dotted quad in the last 32 bits. */
function readGroups(text: string): bigint | undefined {
  const lastColon = text.lastIndexOf(':');
  const tail = text.slice(lastColon + 1);
  if (tail.includes('.')) {
    const v4 = readQuad(tail);
    if (v4 === undefined) return undefined;
    return readGroups(`${text.slice(0, lastColon + 1)}${(v4 >> 16n).toString(16)}:${(v4 & 0xffffn).toString(16)}`);
  }
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const [left, right] = halves.map((half) => (half === '' ? [] : half.split(':')));
  if (left === undefined) return undefined;
  const written = [...left, ...(right ?? [])];
  if (!written.every((group) => /^[0-9A-Fa-f]{1,4}$/.test(group))) return undefined;
  const absent = 8 - written.length;
  if (right === undefined ? absent !== 0 : absent < 1) return undefined;
  const groups = [...left, ...Array.from({ length: absent }, () => '0'), ...(right ?? [])];
  return groups.reduce((sum, group) => sum * 65_536n + BigInt(`0x${group}`), 0n);
}

/** All 128 bits, mapped addresses included. */
export function readSixteenBytes(text: string): bigint | undefined {
  return text.includes(':') ? readGroups(text) : undefined;
}

export function readAddress(text: string): Address | undefined {
  const v4 = readQuad(text);
  if (v4 !== undefined) return { bits: 32, value: v4 };
  const v6 = readSixteenBytes(text);
  if (v6 === undefined) return undefined;
  return v6 >> 32n === 0xffffn ? { bits: 32, value: v6 & 0xffffffffn } : { bits: 128, value: v6 };
}

/** Section 7: "In the list a bare address is /32 or /128". The document was found valid, so the text is a range. */
export function readRange(text: string): Range {
  const [base = '', written] = text.split('/');
  const first = readAddress(base);
  if (first === undefined) throw new Error(`not a range: ${text}`);
  const mapped = first.bits === 32 && base.includes(':');
  const length = written === undefined ? first.bits : Number(written) - (mapped ? 96 : 0);
  return { first, length };
}

export function inRange(address: Address, range: Range): boolean {
  if (address.bits !== range.first.bits) return false;
  const rest = BigInt(address.bits - range.length);
  return address.value >> rest === range.first.value >> rest;
}
