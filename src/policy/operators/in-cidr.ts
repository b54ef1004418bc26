import { unknown } from '../condition/truth.ts';
import { under } from '../source/pointer.ts';
import { type Address, addressOf, bytesOf, isMapped } from './address.ts';
import type { Operator } from './operator.ts';

/** An address range; `address` has no bit set beyond `bits`. */
interface Range {
  readonly address: Address;
  readonly bits: number;
}

/**
 * Reads `10.0.0.0/8`, `fd00::/8`, or a bare address (/32 or /128).
 *
 * @returns why it is none, in words, where it is none
 */
function rangeOf(text: string): Range | string {
  const [, literal = '', suffix] = /^([^/]*)(?:\/(0|[1-9]\d{0,2}))?$/.exec(text) ?? [];
  const bytes = bytesOf(literal);
  if (bytes === undefined) return 'no address range';
  const written = suffix === undefined ? bytes.length * 8 : Number(suffix);
  if (written > bytes.length * 8) return `a prefix of more than ${bytes.length * 8} bits`;
  if (bytes.some((byte, index) => (byte & hostMask(written, index)) !== 0)) return 'host bits that are set';
  // Of a mapped address no bit of the first 96 may be a host's: the last of them are set.
  return isMapped(bytes) ? { address: bytes.slice(12), bits: written - 96 } : { address: bytes, bits: written };
}

/** Networks by the length of their prefix, so that a list of any length costs one look-up for each. */
function byLength(ranges: readonly Range[]): readonly (readonly [bits: number, networks: ReadonlySet<string>])[] {
  return [...Map.groupBy(ranges, ({ bits }) => bits)].map(([bits, same]) => [
    bits,
    new Set(same.map(({ address }) => networkOf(address, bits))),
  ]);
}

/** The bytes of a network, all of them: so many, that those of IPv4 are never those of IPv6. */
function networkOf(address: Address, bits: number): string {
  return address.map((byte, index) => byte & ~hostMask(bits, index) & 0xff).join('.');
}

/** Those bits of byte `index` that lie beyond a prefix. */
function hostMask(bits: number, index: number): number {
  return 0xff >> Math.min(8, Math.max(0, bits - index * 8));
}

export const inCidr: Operator = {
  name: 'in_cidr',
  doc: 'An IP address inside one of the ranges.',
  operand: { type: 'array', minItems: 1, items: { type: 'string' } },
  read(node, pointer, report) {
    if (node.kind !== 'array' || node.items.length === 0) {
      return report.noList(node, pointer, 'a list of address ranges, not empty');
    }
    const ranges: Range[] = [];
    for (const [index, item] of node.items.entries()) {
      const range = item.kind === 'string' ? rangeOf(item.value) : 'no text';
      const place = { pointer: under(pointer, index), start: item.start };
      if (typeof range === 'string') report.error(place, 'an address or a range such as 10.0.0.0/8', range);
      else ranges.push(range);
    }
    const lengths = byLength(ranges);
    return {
      kind: 'value',
      judgesNull: false,
      test: (value, meter) => {
        if (typeof value !== 'string') return unknown;
        meter.spend(96 + 4 * lengths.length);
        const address = addressOf(value);
        if (address === undefined) return unknown;
        return lengths.some(([bits, networks]) => networks.has(networkOf(address, bits)));
      },
    };
  },
};
