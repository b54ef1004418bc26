import { isPublicAddress } from '../../kernel/index.ts';
import type { Predicate } from '../condition/condition.ts';
import { unknown } from '../condition/truth.ts';
import { addressOf, bytesOf } from './address.ts';
import { hostCost, hostOf } from './host.ts';
import { inRange, type Range, rangeOf } from './in-cidr.ts';
import type { Operator } from './operator.ts';

/** Names that mean this machine, this network, or a cloud's metadata service, themselves and everything below. */
const insideNames = ['localhost', 'local', 'internal', 'home.arpa', 'metadata.goog'];

/**
 * Blocks that carry an IPv4 address and that the registries do not call globally reachable themselves: refused even
 * where the address they carry is public ("Second reading", `public_host`). IPv4-mapped, 6to4, Teredo.
 */
const carriers = ['::ffff:0:0/96', '2002::/16', '2001::/32'].map((text) => carrier(text));

function carrier(text: string): Range {
  const range = rangeOf(text);
  if (typeof range === 'string') throw new Error(range);
  return text.startsWith('::ffff:') ? { address: bytesOf('::ffff:0:0') ?? [], bits: 96 } : range;
}

/** Whether a host name or address, as the host parser spells it, may belong to the public internet. */
function isPublicHost(host: string): boolean {
  if (host.startsWith('[')) {
    const literal = host.slice(1, -1);
    const bytes = bytesOf(literal);
    return bytes !== undefined && !carriers.some((range) => inRange(bytes, range)) && isPublicAddress(literal);
  }
  if (addressOf(host) !== undefined) return isPublicAddress(host);
  if (!host.includes('.')) return false;
  return !insideNames.some((name) => host === name || host.endsWith(`.${name}`));
}

/** Steps of comparing an address with the table of special ones; measured. */
const addressCost = 240;

const predicate: Predicate = {
  kind: 'value',
  judgesNull: false,
  test: (value, meter) => {
    if (typeof value !== 'string') return unknown;
    meter.spend(hostCost(value));
    const name = hostOf(value)?.name;
    if (name !== undefined && /^[[\d]/.test(name)) meter.spend(addressCost);
    // `localhost..` is no name at all, so it is neither surely public nor surely not.
    return name === undefined || name.split('.').includes('') ? unknown : isPublicHost(name);
  },
};

export const publicHost: Operator = {
  name: 'public_host',
  doc: 'The URL or host is no loopback, private, link-local or otherwise special address or name. Names are not resolved.',
  operand: { const: true },
  optional: true,
  absent: predicate,
  read(node, pointer, report) {
    if (node.kind !== 'boolean' || !node.value) return report.wrongType(node, pointer, 'true, or no value');
    return predicate;
  },
};
