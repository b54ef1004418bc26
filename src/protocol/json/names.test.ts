import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Names } from './names.ts';

const read = (names: Names, name: string): string | undefined => {
  const bytes = Buffer.from(`{"name":"${name}"}`);
  return names.at(bytes, 9, bytes.length - 2);
};

describe('names that were read before', () => {
  it('each is what stands there, whatever was read before in its place', () => {
    const names = new Names();
    const name = fc.stringMatching(/^[a-c_]{0,3}$/);
    fc.assert(
      fc.property(fc.array(name, { minLength: 1, maxLength: 2_000 }), (all) => {
        for (const one of all) expect(read(names, one)).toBe(one);
      }),
    );
    // Twice as many as there are places, so that each is taken from another.
    for (let i = 0; i < 1_024; i += 1) expect(read(names, `tool_${i}`)).toBe(`tool_${i}`);
    for (let i = 0; i < 1_024; i += 1) expect(read(names, `tool_${i}`)).toBe(`tool_${i}`);
  });

  it.each(['é', 'a\\u0062', '\\"', 'x'.repeat(65), '\u{1f600}'])('%s is none', (name) => {
    expect(read(new Names(), name)).toBeUndefined();
  });

  it('one of 64 bytes is', () => {
    const names = new Names();
    expect(read(names, 'x'.repeat(64))).toBe('x'.repeat(64));
    expect(read(names, '')).toBe('');
  });

  it('does not keep the message that it was read from', () => {
    const names = new Names();
    const bytes = Buffer.from('"a_name_of_some_length"');
    expect(names.at(bytes, 1, bytes.length - 1)).toBe('a_name_of_some_length');
    bytes.fill('z');
    expect(read(names, 'a_name_of_some_length')).toBe('a_name_of_some_length');
    expect(names.at(bytes, 1, bytes.length - 1)).toBe('z'.repeat(21));
  });
});
