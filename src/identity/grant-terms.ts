import ipaddr from 'ipaddr.js';

type Address = ReturnType<typeof ipaddr.process>;

/** What a grant asks of whoever shows its token, beyond the token. */
export interface GrantTerms {
  /** From this time on, ms since the epoch, the token is nobody's. */
  readonly expiresAt: number | undefined;
  /** Where its holder may call from; anywhere when empty. */
  readonly ranges: readonly (readonly [Address, number])[];
}

/**
 * @param addresses addresses or CIDR ranges
 * @returns `undefined` when one of them is neither
 */
export function addressRanges(addresses: Iterable<string>): GrantTerms['ranges'] | undefined {
  const ranges: (readonly [Address, number])[] = [];
  for (const text of addresses) {
    const [base = '', bits] = text.split('/', 2);
    // A zone (`fe80::1%eth0`) names an interface of one machine, and no range.
    if (base.includes('%')) return undefined;
    if (!ipaddr.IPv4.isValidFourPartDecimal(base) && !ipaddr.IPv6.isValid(base)) return undefined;
    if (bits !== undefined && !ipaddr.isValidCIDR(text)) return undefined;
    const address = ipaddr.parse(base);
    const length = bits === undefined ? address.toByteArray().length * 8 : Number(bits);
    const mapped = address instanceof ipaddr.IPv6 && address.isIPv4MappedAddress() && length >= 96;
    ranges.push(mapped ? [address.toIPv4Address(), length - 96] : [address, length]);
  }
  return ranges;
}

/**
 * Whether a grant's terms turn its holder away, by the clock and the address of this very request: nothing has to have
 * happened in between for an expired grant to be over.
 *
 * @param now ms since the epoch
 * @param address as the front door established it
 */
export function barredBy(terms: GrantTerms, now: number, address: string): 'expired' | 'address' | undefined {
  if (terms.expiresAt !== undefined && now >= terms.expiresAt) return 'expired';
  if (terms.ranges.length === 0) return undefined;
  // An address that cannot be read is in no range.
  if (!ipaddr.isValid(address)) return 'address';
  const from = ipaddr.process(address);
  const within = terms.ranges.some(([base, bits]) => base.kind() === from.kind() && from.match([base, bits]));
  return within ? undefined : 'address';
}
