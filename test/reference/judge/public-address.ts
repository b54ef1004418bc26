import { type Address, inRange, readRange } from './address.ts';

/**
 * The IANA IPv4 and IPv6 Special-Purpose Address Registries (read 2026-11): blocks that are not called globally
 * reachable, "N/A" included. More specific blocks that are follow in `reachable`. Multicast, 168.63.129.16,
 * 192.88.99.0/24 and fec0::/10 are named by the specification itself.
 */
const special = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '240.0.0.0/4',
  '224.0.0.0/4',
  '168.63.129.16',
  '::1',
  '::',
  '64:ff9b:1::/48',
  '100::/64',
  '100:0:0:1::/64',
  '2001::/23',
  '2001:db8::/32',
  '2002::/16',
  '3fff::/20',
  '5f00::/16',
  'fc00::/7',
  'fe80::/10',
  'ff00::/8',
  'fec0::/10',
].map(readRange);

const reachable = [
  '192.0.0.9',
  '192.0.0.10',
  '2001:1::1',
  '2001:1::2',
  '2001:1::3',
  '2001:3::/32',
  '2001:4:112::/48',
  '2001:20::/28',
  '2001:30::/28',
].map(readRange);

function isReachable(address: Address): boolean {
  if (reachable.some((range) => inRange(address, range))) return true;
  return !special.some((range) => inRange(address, range));
}

/** Where an IPv4 address stands inside an IPv6 one: NAT64, 6to4, and the old IPv4-compatible form. */
function embedded(value: bigint): Address | undefined {
  const last: Address = { bits: 32, value: value & 0xffffffffn };
  if (value >> 32n === 0x64ff9bn << 64n) return last;
  if (value >> 112n === 0x2002n) return { bits: 32, value: (value >> 80n) & 0xffffffffn };
  return value >> 32n === 0n ? last : undefined;
}

/**
 * Section 7: "refused when either the address or the IPv4 address embedded in it is not public". The registry does not
 * call ::ffff:0:0/96 globally reachable, so a mapped address is never public as a host.
 *
 * @param address with all its bits: a mapped one is given as 128 bits here
 */
export function isPublicAddress(address: Address): boolean {
  if (address.bits === 32) return isReachable(address);
  if (address.value >> 32n === 0xffffn) return false;
  const inner = embedded(address.value);
  return isReachable(address) && (inner === undefined || isReachable(inner));
}
