import { isPublicAddress } from '../../kernel/index.ts';
import type { Predicate } from '../condition/condition.ts';
import { unknown } from '../condition/truth.ts';
import { addressOf, bytesOf } from './address.ts';
import { hostCost, hostOf } from './host.ts';
import type { Operator } from './operator.ts';

/** Names that mean this machine, this network, or a cloud's metadata service, themselves and everything below. */
const insideNames = ['localhost', 'local', 'internal', 'home.arpa', 'metadata.goog'];

/**
 * First bytes of the blocks that carry an IPv4 address and that the registries do not call globally reachable themselves: refused even
 * where the address they carry is public ("Second reading", `public_host`). IPv4-mapped, 6to4, Teredo.
 */
const carriers: readonly (readonly number[])[] = [
  [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff],
  [0x20, 0x02],
  [0x20, 0x01, 0, 0],
];

/** Whether a host name or address, as the host parser spells it, may belong to the public internet. */
function isPublicHost(host: string): boolean {
  if (host.startsWith('[')) {
    const literal = host.slice(1, -1);
    const bytes = bytesOf(literal);
    return (
      bytes !== undefined &&
      !carriers.some((prefix) => prefix.every((byte, index) => bytes[index] === byte)) &&
      isPublicAddress(literal)
    );
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
