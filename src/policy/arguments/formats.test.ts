import { describe, expect, it } from 'vitest';
import { formats, maxFormatLength } from './formats.ts';

const label63 = 'a'.repeat(63);
const host253 = `${label63}.${label63}.${label63}.${'a'.repeat(61)}`;

/** For each format: texts that have it, and texts that only look so. */
const table: Readonly<Record<string, readonly [valid: readonly string[], invalid: readonly string[]]>> = {
  'date-time': [
    ['2026-01-01T00:00:00Z', '2026-01-01T00:00:00.5+01:00'],
    ['2026-01-01', '2026-01-01 00:00:00Z', '2026-02-30T00:00:00Z', ''],
  ],
  date: [
    ['2026-01-01', '2024-02-29'],
    ['2026-02-29', '2026-1-1', '2026-01-01T', '12026-01-01', '', '2026-01-01T00:00:00Z'],
  ],
  time: [
    ['00:00:00Z', '23:59:59.123+01:00'],
    ['24:00:00Z', '00:00:00', 'T00:00:00Z', '0:00:00Z', ' 00:00:00Z', ''],
  ],
  duration: [
    [
      'P1Y',
      'P1M',
      'P1D',
      'P12W',
      'PT1H',
      'PT1M',
      'PT1S',
      'P10Y10M10DT10H10M10S',
      'P1YT1S',
      'P1Y2M',
      'P1M2DT3M4S',
      'PT1H2M',
    ],
    [
      'P',
      'PT',
      'P1',
      '1Y',
      'P1YT',
      'P1W1D',
      'P1S',
      'PT1D',
      'P1M1Y',
      'P1Y2D',
      'PT1H2S',
      'PT1S1M',
      'P-1Y',
      'P1.5Y',
      'xP1Y',
      'P1Yx',
      'P1Wx',
      '',
    ],
  ],
  email: [
    ['a@b', 'a.b+c@example.com', `${'a'.repeat(64)}@b`, "A1!#$%&'*+/=?^_`{|}~-@x", 'a.b.c@d.e'],
    [
      'a',
      'example.com',
      '@b',
      'a@',
      'a@@b',
      '.a@b',
      'a.@b',
      'a..b@c',
      'a b@c',
      `${'a'.repeat(65)}@b`,
      'a@-b',
      'a@b-',
      'é@b',
      'a@b c',
      '',
    ],
  ],
  hostname: [
    ['a', 'a1', 'a-b.c', '1.2', label63, host253, 'A.B'],
    ['', '-a', 'a-', 'a..b', '.a', 'a.', `${label63}a`, `${host253}a`, 'a_b', 'é', 'a b'],
  ],
  ipv4: [
    ['1.2.3.4', '255.255.255.255'],
    ['1.2.3', '01.2.3.4', '256.1.1.1', '::1.2.3.4', '::ffff:1.2.3.4', ''],
  ],
  ipv6: [
    ['::1', '::ffff:1.2.3.4', 'A:B:C:D:E:F:0:1'],
    ['1.2.3.4', '1:2', '::1%0', 'x::', ''],
  ],
  uri: [
    [
      'http://a/b?c#d',
      'urn:x:y',
      'a:',
      'mailto:a@b',
      'a+b-c.d:%41%2f',
      "x:!$&'()*+,;=~_.",
      'http://u:p@a:80/b',
      'http://a:',
      'http://[::1]:80/',
      'file:///a',
      'a://b?/?#/?',
      'http://%41/',
    ],
    [
      'http://a:b/',
      'http://[::1/',
      'http://::1/',
      'http://[::g]/',
      'http://[::ffff:01.2.3.4]/',
      'http://[1.2.3.4]/',
      'http://u[@a/',
      'http://a@b@c/',
      'http:/[::1]',
      'http://a/#b#c',
      'http://a/?[b]',
      'http://a b/',
      'http://a/\n',
      'http://%4/',
      'a',
      '/a',
      '1a:b',
      ':a',
      'a: b',
      'a:<',
      'a:>',
      'a:"',
      'a:{',
      'a:}',
      'a:|',
      'a:\\',
      'a:^',
      'a:`',
      'a:%',
      'a:%4',
      'a:%4g',
      'a:%g4',
      'a:é',
      ' a:b',
      'a_b:c',
      '',
    ],
  ],
  uuid: [
    ['00000000-0000-0000-0000-000000000000', '123e4567-E89B-12d3-a456-426614174000'],
    [
      '00000000-0000-0000-0000-00000000000',
      '00000000-0000-0000-000000000000',
      '{00000000-0000-0000-0000-000000000000}',
      'urn:uuid:00000000-0000-0000-0000-000000000000',
      '00000000-0000-0000-0000-0000000000000',
      'g0000000-0000-0000-0000-000000000000',
      '',
    ],
  ],
  'json-pointer': [
    ['', '/', '/a/b', '/~0~1', '/a~0b//c', '/é'],
    ['a', '~', '/~', '/~2', '/a~', 'a/b', '/a~0~'],
  ],
};

it('are a closed list, each of which is shown here', () => {
  expect([...formats.keys()].toSorted()).toEqual(Object.keys(table).toSorted());
});

describe.each(Object.entries(table))('%s', (name, [valid, invalid]) => {
  it.each(valid)('has %j', (text) => expect(formats.get(name)?.(text)).toBe(true));
  it.each(invalid)('has not %j', (text) => expect(formats.get(name)?.(text)).toBe(false));
});

it('are asked of texts up to a length that keeps them short', () => {
  expect(maxFormatLength).toBeGreaterThan(8_000);
});
