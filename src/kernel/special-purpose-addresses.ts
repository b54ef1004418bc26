import ipaddr from 'ipaddr.js';

/**
 * What is not the public internet, from the IANA IPv4 and IPv6 Special-Purpose Address Registries as updated on
 * 2025-10-09 (every block that they do not call globally reachable), plus multicast, and three that stand in no
 * registry but must not be reached: 168.63.129.16 (a cloud's host agent), 192.88.99.0/24 (6to4 relays, deprecated) and
 * fec0::/10 (site-local, deprecated).
 */
const notPublicV4 = ranges(
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '168.63.129.16/32',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
);

/** Globally reachable although a wider block around them is not: the two anycast addresses of 192.0.0.0/24. */
const publicV4 = ranges('192.0.0.9/32', '192.0.0.10/32');

/**
 * Outside 2000::/3 nothing is allocated for use on the internet (IANA IPv6 address space): loopback, unspecified,
 * IPv4-compatible, 64:ff9b:1::/48, 100::/64, 5f00::/16, fc00::/7, fe80::/10, fec0::/10 and ff00::/8 all fall there.
 * What carries an IPv4 address is judged by that address, before this table is asked.
 */
const globalUnicast = ranges('2000::/3');
const notPublicV6 = ranges('2001::/23', '2001:db8::/32', '3fff::/20');
const publicV6 = ranges(
  '2001:1::1/128',
  '2001:1::2/128',
  '2001:1::3/128',
  '2001:3::/32',
  '2001:4:112::/48',
  '2001:20::/28',
  '2001:30::/28',
);

const mapped = ranges('::ffff:0:0/96');
const nat64 = ranges('64:ff9b::/96');
const sixToFour = ranges('2002::/16');
const teredo = ranges('2001::/32');

/**
 * Whether an address belongs to the public internet. The one table of the product: the guarded dial and the policy
 * operator `public_host` both ask here.
 *
 * An IPv6 address that carries an IPv4 address (mapped, NAT64, 6to4, Teredo: server and client) is as public as what
 * it carries.
 *
 * @param ip one address in its usual notation: four decimal parts, or IPv6 without brackets. Anything else, other
 * spellings of IPv4 and zone ids included, is answered with `false`: what cannot be read is not public.
 */
export function isPublicAddress(ip: string): boolean {
  if (ipaddr.IPv4.isValidFourPartDecimal(ip)) return isPublicV4(ipaddr.IPv4.parse(ip));
  if (!ipv6.test(ip) || !ipaddr.IPv6.isValid(ip)) return false;
  if (ip.includes('.') && !ipaddr.IPv4.isValidFourPartDecimal(ip.slice(ip.lastIndexOf(':') + 1))) return false;
  return isPublicV6(ipaddr.IPv6.parse(ip));
}

/** No zone id, and not `::1.2.3.4`: the library reads that deprecated form as `::ffff:1.2.3.4`, sockets do not. */
const ipv6 = /^(?!::\d+\.)[0-9a-f:]*:(\d+\.\d+\.\d+\.\d+|[0-9a-f]*)$/i;

function isPublicV4(address: ipaddr.IPv4): boolean {
  return !within(address, notPublicV4) || within(address, publicV4);
}

function isPublicV6(address: ipaddr.IPv6): boolean {
  const bytes = address.toByteArray();
  if (within(address, mapped) || within(address, nat64)) return isPublicV4(embedded(bytes, 12));
  if (within(address, sixToFour)) return isPublicV4(embedded(bytes, 2));
  // RFC 4380: the server's address stands plain, the client's with every bit inverted.
  if (within(address, teredo)) return isPublicV4(embedded(bytes, 4)) && isPublicV4(embedded(bytes, 12, 0xff));
  return within(address, globalUnicast) && (!within(address, notPublicV6) || within(address, publicV6));
}

function embedded(bytes: readonly number[], at: number, mask = 0): ipaddr.IPv4 {
  return new ipaddr.IPv4(bytes.slice(at, at + 4).map((byte) => byte ^ mask));
}

type Range = [ipaddr.IPv4 | ipaddr.IPv6, number];

function ranges(...blocks: string[]): readonly Range[] {
  return blocks.map((block) => ipaddr.parseCIDR(block));
}

function within(address: ipaddr.IPv4 | ipaddr.IPv6, blocks: readonly Range[]): boolean {
  return blocks.some((block) => address.kind() === block[0].kind() && address.match(block));
}
