import { describe, expect, it } from 'vitest';
import { KeySet } from './key-set.ts';
import { Offence } from './offence.ts';

/** With these eight bytes a hash is little more than the exclusive or of the bytes: all anagrams collide. */
const weak = Buffer.alloc(8);

/** @returns what became of each key, added to its object in this order: its text, or why it was refused */
function added(keys: readonly (readonly [object: number, json: string])[], secret?: Buffer): readonly string[] {
  const bytes = Buffer.from(keys.map(([, json]) => json).join());
  const set = new KeySet(secret);
  set.begin(bytes);
  let at = 0;
  return keys.map(([object, json]) => {
    const start = at + 1;
    at += Buffer.byteLength(json) + 1;
    try {
      set.add(object, start, at - 2);
      return set.text();
    } catch (caught) {
      if (!(caught instanceof Offence)) throw caught;
      expect(caught.offset).toBe(start - 1);
      return caught.message;
    }
  });
}

const inOne = (keys: readonly string[]) => keys.map((key) => [1, JSON.stringify(key)] as const);
const usual =
  `jsonrpc id method params result error name arguments _meta progressToken content isError structuredContent code message
   data`.split(/\s+/);
const reversed = usual.map((key) => Array.from(key).reverse().join(''));

describe('the keys of one text', () => {
  it.each([undefined, weak])('each is told as it was written, whatever else has its hash', (secret) => {
    const keys = [...usual, ...reversed, 'i', 'idx', 'dii', '', 'ünï'];
    expect(added(inOne(keys), secret)).toEqual(keys);
  });

  it.each([undefined, weak])(
    'one that an object has already is found by what it means, and in that object only',
    (secret) => {
      const keys = [
        [1, '"id"'],
        [2, '"id"'],
        [1, '"i\\u0064"'],
        [2, '"\\u0069d"'],
        [3, '"\\u0069\\u0064"'],
        [3, '"\\u0069d"'],
        [3, '"di"'],
        [3, '"i\\u0064x"'],
        [3, '"\\u0064i"'],
      ] as const;
      const twice = 'duplicate key';
      expect(added(keys, secret)).toEqual(['id', 'id', twice, twice, 'id', twice, 'di', 'idx', twice]);
    },
  );

  it('too many that collide are refused, which takes who knows the secret', () => {
    // All of them have the same bytes in another order.
    const colliding = Array.from({ length: 120 }, (_, n) => `${'a'.repeat(n)}b${'a'.repeat(119 - n)}`);
    expect(added(inOne(colliding)).every((told, n) => told === colliding[n])).toBe(true);
    const told = added(inOne(colliding), weak);
    const first = told.indexOf('keys that collide');
    // Each of them probes all that were there: 16 for each key and 1,024 are used up by then, and not before.
    expect(first).toBeGreaterThan(45);
    expect(first).toBeLessThan(75);
    expect(told.slice(0, first)).toEqual(colliding.slice(0, first));
    expect(new Set(told.slice(first))).toEqual(new Set(['keys that collide']));
  });

  it.each([undefined, weak])('a thousand are kept while the table grows', (secret) => {
    const keys = Array.from({ length: 1_000 }, (_, n) => [n, '"\\u006bey"'] as const);
    expect(new Set(added(keys, secret))).toEqual(new Set(['key']));
    expect(added([...keys, [500, '"key"'], [999, '"key"']], secret).slice(-2)).toEqual([
      'duplicate key',
      'duplicate key',
    ]);
  });

  it('of six hundred in one object each is found again', () => {
    const keys = Array.from({ length: 600 }, (_, n) => `k${n}`);
    expect(added(inOne([...keys, ...keys]))).toEqual([...keys, ...keys.map(() => 'duplicate key')]);
  });

  it('a backslash is a letter like any other: as many keys as one likes may have it', () => {
    const keys = Array.from({ length: 600 }, (_, n) => `C:\\${n}`);
    expect(added(inOne(keys))).toEqual(keys);
    expect(added(inOne(['\\', '\\\\']))).toEqual(['\\', '\\\\']);
    expect(
      added([
        [1, String.raw`"\\\\"`],
        [1, String.raw`"\u005c\\"`],
      ]),
    ).toEqual(['\\\\', 'duplicate key']);
  });

  it('one that another goes on from is not it, though their hashes be the same', () => {
    expect(added(inOne(['idxx', 'id', 'idxxyy', 'iddd']), weak)).toEqual(['idxx', 'id', 'idxxyy', 'iddd']);
  });

  it('what one text had is not there for the next', () => {
    const set = new KeySet();
    for (let text = 0; text < 3; text += 1) {
      const bytes = Buffer.from(`"a","\\u0062"`);
      set.begin(bytes);
      set.add(1, 1, 2);
      set.add(1, 5, 11);
      expect(set.text()).toBe('b');
      expect(() => set.add(1, 5, 11)).toThrow();
      for (let n = 2; n < (text === 0 ? 500 : 2); n += 1) set.add(n, 1, 2);
      set.finish();
      expect(set.source).not.toBe(bytes);
    }
  });

  it('__proto__ is refused however it is written, and what begins or ends like it is not', () => {
    expect(added(inOne(['__proto__', '__proto_', '__proto__x', 'x_proto__', '__proto_x']))).toEqual([
      'the key "__proto__" is refused',
      '__proto_',
      '__proto__x',
      'x_proto__',
      '__proto_x',
    ]);
    expect(added([[1, '"_\\u005fproto__"']])).toEqual(['the key "__proto__" is refused']);
  });
});
