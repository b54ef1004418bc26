import { BlockList, isIPv4 } from 'node:net';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addressRanges, barredBy } from './grant-terms.ts';

const terms = (expiresAt: number | undefined, ...addresses: string[]) => {
  const ranges = addressRanges(addresses);
  if (ranges === undefined) throw new Error('these are no addresses');
  return { expiresAt, ranges };
};

describe('an expiry', () => {
  it('is decided by the clock of the request', () => {
    expect(barredBy(terms(1000), 999, '192.0.2.1')).toBeUndefined();
    expect(barredBy(terms(1000), 1000, '192.0.2.1')).toBe('expired');
    expect(barredBy(terms(undefined), Number.MAX_SAFE_INTEGER, '192.0.2.1')).toBeUndefined();
  });
});

describe('allowed addresses', () => {
  it.each([
    ['10.0.0.0/8', '10.255.0.1', undefined],
    ['10.0.0.0/8', '11.0.0.1', 'address'],
    ['192.0.2.7', '192.0.2.7', undefined],
    ['192.0.2.7', '192.0.2.8', 'address'],
    ['10.0.0.0/8', '::ffff:10.1.2.3', undefined],
    ['::ffff:10.0.0.0/104', '10.1.2.3', undefined],
    ['2001:db8::/32', '2001:db8:1::1', undefined],
    ['2001:db8::/32', '2001:db9::1', 'address'],
    ['0.0.0.0/0', '2001:db8::1', 'address'],
    ['::/0', '10.0.0.1', 'address'],
    ['10.0.0.0/8', 'stdio', 'address'],
    ['10.0.0.0/8', '', 'address'],
  ])('%s and a request from %s', (range, from, barred) => {
    expect(barredBy(terms(undefined, range), 0, from)).toBe(barred);
  });

  it.each([
    '',
    '10',
    '10.0.0',
    '0x0a.0.0.1',
    '10.0.0.0/33',
    '10.0.0.0/',
    '10.0.0.0/8/8',
    '::1/129',
    'localhost',
    '::1%eth0/64',
  ])('%s is none', (text) => {
    expect(addressRanges([text])).toBeUndefined();
  });

  it('agree with the ranges of Node', () => {
    const v4 = fc.ipV4();
    const v6 = fc.ipV6();
    const range = fc.oneof(fc.tuple(v4, fc.nat(32)), fc.tuple(v6, fc.nat(128)));
    fc.assert(
      fc.property(range, fc.oneof(v4, v6), ([base, bits], from) => {
        // Of IPv6 in the spelling of IPv4 the two have different opinions; sockets do not write it.
        fc.pre(![base, from].some((text) => text.includes(':') && (text.includes('.') || /^[0:]*:ffff:/i.test(text))));
        const list = new BlockList();
        list.addSubnet(base, bits, isIPv4(base) ? 'ipv4' : 'ipv6');
        const inside = isIPv4(base) === isIPv4(from) && list.check(from, isIPv4(from) ? 'ipv4' : 'ipv6');
        expect(barredBy(terms(undefined, `${base}/${bits}`), 0, from)).toBe(inside ? undefined : 'address');
      }),
    );
  });
});
