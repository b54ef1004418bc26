import ipaddr from 'ipaddr.js';

/**
 * Addresses at and beside both ends of each range. Ranges cut the line of addresses into runs, and each run begins at
 * one of these, or at the first address of all.
 */
export function addressesAround(ranges: readonly string[]): string[] {
  const found = ['0.0.0.0', '8.8.8.8', '::', '2001:db8::1'];
  for (const range of ranges) {
    const [literal = '', suffix] = range.split('/');
    if (!ipaddr.isValid(literal)) continue;
    const bytes = ipaddr.process(literal).toByteArray();
    const written = ipaddr.parse(literal).toByteArray().length;
    // A mapped IPv4 address is judged as IPv4: its prefix shrinks with it.
    const bits = (suffix === undefined ? written * 8 : Number(suffix)) - (written - bytes.length) * 8;
    const first = bytes.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
    const last = first + (1n << BigInt(bytes.length * 8 - Math.max(0, bits))) - 1n;
    for (const value of [first, last, first - 1n, last + 1n]) {
      const text = spelled(value, bytes.length);
      if (text !== undefined) found.push(text);
    }
  }
  return found;
}

function spelled(value: bigint, length: number): string | undefined {
  if (value < 0n || value >= 1n << BigInt(length * 8)) return undefined;
  const bytes = Array.from({ length }, (_, index) => Number((value >> BigInt((length - 1 - index) * 8)) & 0xffn));
  return ipaddr.fromByteArray(bytes).toString();
}
