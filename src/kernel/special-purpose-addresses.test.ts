import { BlockList } from 'node:net';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isPublicAddress } from './special-purpose-addresses.ts';

const notPublic = `
  0.0.0.0 0.1.2.3 10.0.0.1 10.255.255.255 100.64.0.1 100.127.255.255 127.0.0.1 127.255.1.2 168.63.129.16
  169.254.169.254 172.16.0.1 172.31.255.255 192.0.0.1 192.0.0.8 192.0.0.170 192.0.2.1 192.88.99.1 192.168.1.1
  198.18.0.1 198.19.255.255 198.51.100.7 203.0.113.9 224.0.0.1 239.255.255.250 240.0.0.1 255.255.255.255 :: ::1
  ::8.8.8.8 ::ffff:127.0.0.1 ::ffff:7f00:1 ::ffff:0:8.8.8.8 ::ffff:10.0.0.1 64:ff9b::127.0.0.1 64:ff9b::a00:1
  64:ff9b:1::808:808 100::1 100:0:0:1::1 2001:: 2001:0:a00:1::f7f7:f7f7 2001:0:808:808::80ff:fffe 2001:2::1
  2001:10::1 2001:db8::1 2001:1::4 2001:5::1 2002:7f00:1:: 2002:c0a8:101::1 2002:a9fe:a9fe:: 3fff::1
  3fff:fff::1 4000::1 5f00::1 fc00::1 fd00:ec2::254 fe80::1 febf::1 fec0::1 ff02::1 ff0e::1
`
  .trim()
  .split(/\s+/);

const isPublic = `
  1.1.1.1 8.8.8.8 9.255.255.255 11.0.0.0 100.63.255.255 100.128.0.0 126.255.255.255 128.0.0.0 168.63.129.15
  168.63.129.17 169.253.255.255 169.255.0.0 172.15.255.255 172.32.0.0 192.0.0.9 192.0.0.10 192.0.1.0
  192.31.196.1 192.52.193.1 192.175.48.1 192.167.255.255 198.17.255.255 198.20.0.0 223.255.255.255
  2606:4700:4700::1111 2001:4860:4860::8888 2001:1::1 2001:3::1 2001:4:112::1 2001:20::1 2001:30::1 2001:200::1
  2620:4f:8000::1 ::ffff:8.8.8.8 ::FFFF:808:808 64:ff9b::8.8.8.8 2002:808:808::1 2001:0:808:808::f7f7:f7f7
  3ffe::1 3fff:1000::1
`
  .trim()
  .split(/\s+/);

const unreadable = [
  '',
  ' ',
  '127.1',
  '2130706433',
  '0x7f.0.0.1',
  '017700000001',
  '8.8.8',
  '8.8.8.8.',
  '08.8.8.8',
  '8.8.8.256',
  '-1',
  'localhost',
  '[::1]',
  'fe80::1%eth0',
  '2606:4700::1%1',
  '1:2:3',
  ':::',
  '1::2::3',
  '2606:4700:4700::11111',
  '::ffff:0x8.8.8.8',
  '::ffff:010.8.8.8',
  '8.8.8.8:80',
  '8.8.8.8/32',
  '８.8.8.8',
  '8.8.8.8\n',
];

describe('isPublicAddress', () => {
  it.each(notPublic)('%s is not public', (ip) => expect(isPublicAddress(ip)).toBe(false));
  it.each(isPublic)('%s is public', (ip) => expect(isPublicAddress(ip)).toBe(true));
  it.each(unreadable)('%j cannot be read and is not public', (ip) => expect(isPublicAddress(ip)).toBe(false));

  it('agrees with the operating library on private IPv4 blocks, plain and embedded', () => {
    const reserved = new BlockList();
    for (const [net, bits] of [
      ['0.0.0.0', 8],
      ['10.0.0.0', 8],
      ['100.64.0.0', 10],
      ['127.0.0.0', 8],
      ['168.63.129.16', 32],
      ['169.254.0.0', 16],
      ['172.16.0.0', 12],
      ['192.0.0.0', 29],
      ['192.0.0.8', 32],
      ['192.0.0.11', 32],
      ['192.0.0.12', 30],
      ['192.0.0.16', 28],
      ['192.0.0.32', 27],
      ['192.0.0.64', 26],
      ['192.0.0.128', 25],
      ['192.0.2.0', 24],
      ['192.88.99.0', 24],
      ['192.168.0.0', 16],
      ['198.18.0.0', 15],
      ['198.51.100.0', 24],
      ['203.0.113.0', 24],
      ['224.0.0.0', 3],
    ] as const) {
      reserved.addSubnet(net, bits);
    }
    const octet = fc.nat(255);
    const first = fc.oneof(octet, fc.constantFrom(0, 10, 100, 127, 168, 169, 172, 192, 198, 203, 224));
    fc.assert(
      fc.property(first, octet, octet, octet, (a, b, c, d) => {
        const ip = `${a}.${b}.${c}.${d}`;
        const expected = !reserved.check(ip);
        const hex = [a * 256 + b, c * 256 + d].map((part) => part.toString(16)).join(':');
        expect(isPublicAddress(ip)).toBe(expected);
        expect(isPublicAddress(`::ffff:${ip}`)).toBe(expected);
        expect(isPublicAddress(`64:ff9b::${hex}`)).toBe(expected);
        expect(isPublicAddress(`2002:${hex}::1`)).toBe(expected);
      }),
      { numRuns: 2000 },
    );
  });
});
