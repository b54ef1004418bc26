import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultCaps, type JsonCaps } from './caps.ts';
import { KeySet } from './key-set.ts';
import { Offence } from './offence.ts';
import { type Scan, type Strictness, scan, scanInSlices, type Watch } from './scan.ts';
import { Walk } from './walk.ts';

const watch: Watch = new Map([
  ['params', new Map([['_meta', new Map()]])],
  ['result', new Map()],
]);

/** The same walk, made in steps of so many bytes. */
function inSteps(bytes: Buffer, caps: JsonCaps, strictness: Strictness, step: number): Scan | Offence {
  const keys = new KeySet();
  keys.begin(bytes);
  const walk = new Walk(bytes, caps, strictness, watch, keys);
  try {
    for (let until = step; !walk.run(until); until += step);
    return walk.found(undefined);
  } catch (caught) {
    if (caught instanceof Offence) return caught;
    throw caught;
  }
}

/** What `scan` says, without the text. */
function atOnce(bytes: Buffer, caps: JsonCaps, strictness: Strictness): Scan | Offence {
  const scanned = scan(bytes, caps, strictness, watch);
  return scanned.kind === 'scan' ? { ...scanned, ascii: undefined } : scanned;
}

const key = fc.constantFrom('params', 'result', '_meta', 'a', '', 'é€😀', '__proto__', '\\', 'k'.repeat(60));
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.nat(5_000).map((n) => 'x'.repeat(n)),
  fc.nat(200).map((n) => '"\\\n'.repeat(n)),
);
const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 5 },
    fc.constantFrom(null, true, false, 0, -1.5, 1e300, 123456789012345, 5e-324),
    text,
    fc.array(tie('value'), { maxLength: 5 }),
    fc.array(fc.tuple(key, tie('value')), { maxLength: 5 }).map(Object.fromEntries),
  ),
}));
const layout = fc.constantFrom<string | number | undefined>(undefined, 1, '\t', ' '.repeat(10));
const whole = fc
  .tuple(fc.array(fc.tuple(key, value), { maxLength: 4 }).map(Object.fromEntries), layout)
  .map(([object, space]) => JSON.stringify(object, null, space));
/** Also what is none: a stretch of it is left out, or something stands in its place. */
const damaged = fc
  .tuple(whole, fc.nat(), fc.nat(3), fc.constantFrom('', '"', '\\', '\\ud800', ',', '}', '{', '0', ' ', '\u0001'))
  .map(([sound, place, length, instead]) => {
    const at = place % sound.length;
    return sound.slice(0, at) + instead + sound.slice(at + length);
  });
const strictness = fc.constantFrom<Strictness>('everywhere', 'keys', 'watched');

describe('a text that is gone through in steps', () => {
  it('is what it is at once, wherever they end', () => {
    const step = fc.oneof(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 10, max: 3_000 }));
    fc.assert(
      fc.property(fc.oneof(whole, damaged), strictness, step, fc.nat(40), (given, how, by, nodes) => {
        const bytes = Buffer.from(given);
        const caps = { ...defaultCaps, depth: 6, nodes: nodes + 20 };
        expect(inSteps(bytes, caps, how, by)).toEqual(atOnce(bytes, caps, how));
      }),
      { numRuns: 2_000 },
    );
  });

  it.each([
    ['white space', '[', ' '],
    ['escapes', '"', '\\n'],
    ['escapes of four digits', '"', '\\u0041'],
    ['a key of escapes', '{"', '\\\\'],
    ['objects', '[', '{"a":1},'],
    ['arrays', '[', '[ ],'],
    ['numbers', '[', '1.5 ,\n'],
    ['keys and strings', '{', '"\\"" :\t"",'],
  ])('goes no further than it is to: %s', (_, opening, form) => {
    const bytes = Buffer.from(opening + form.repeat(1_000));
    const keys = new KeySet();
    keys.begin(bytes);
    const walk = new Walk(bytes, defaultCaps, 'watched', undefined, keys);
    expect(walk.run(500)).toBe(false);
    // What it has not come to can still be made wrong; what it has passed cannot.
    const wrong = 500 + 2 * form.length;
    bytes.fill(0x01, wrong, wrong + form.length);
    expect(() => walk.run(bytes.length + 1)).toThrow(
      expect.objectContaining({ kind: 'offence', message: expect.stringMatching(/character|escape/) }),
    );
  });
});

describe('in slices of time', () => {
  /** Over each time it is asked, and counting the turns of others. */
  const busy = () => ({
    turns: 0,
    over: true,
    async rest() {
      this.turns += 1;
    },
  });
  const mega = 1024 * 1024;
  const sound = Buffer.from(`{"result":{"a":[${'1, '.repeat(mega / 4)}"é"]}}`);

  it('it is what it is at once, and others have their turns', async () => {
    for (const how of ['everywhere', 'keys', 'watched'] as const) {
      const slices = busy();
      expect(await scanInSlices(sound, defaultCaps, how, watch, slices)).toEqual(scan(sound, defaultCaps, how, watch));
      if (how === 'watched') expect(slices.turns).toBeGreaterThan((2 * sound.length) / 65_536 - 3);
    }
  });

  it('nobody has a turn before the time is up', async () => {
    const slices = { ...busy(), over: false };
    expect((await scanInSlices(sound, defaultCaps, 'watched', watch, slices)).kind).toBe('scan');
    expect(slices.turns).toBe(0);
  });

  it('others may be read in the meantime', async () => {
    const keys = Buffer.from(`{"result":{"k\\u0061":1,"a":"${'\\n'.repeat(mega / 4)}","\\u006ba":1}}`);
    const slices = {
      over: true,
      rest: async () => void scan(Buffer.from('{"ka":1,"a":2}'), defaultCaps, 'everywhere', new Map()),
    };
    const found = await scanInSlices(keys, defaultCaps, 'watched', watch, slices);
    expect(found).toEqual(scan(keys, defaultCaps, 'watched', watch));
    expect(found).toMatchObject({ message: 'duplicate key' });
  });

  it('it is refused for the same reasons', async () => {
    const caps = { ...defaultCaps, bytes: 10 * mega };
    const broken = [
      Buffer.concat([sound, Buffer.from('ff', 'hex')]),
      Buffer.concat([Buffer.from('é'.repeat(100_000)), Buffer.from('c328', 'hex'), sound]),
      Buffer.alloc(caps.bytes + 1, 0x20),
      Buffer.concat([sound, Buffer.from('x')]),
    ];
    for (const bytes of broken) {
      const slices = { over: false, rest: async () => {} };
      const found = await scanInSlices(bytes, caps, 'watched', watch, slices);
      expect(found.kind).toBe('offence');
      expect(found).toEqual(scan(bytes, caps, 'watched', watch));
    }
  });

  it('what is no offence is a bug, and is not told as one', async () => {
    await expect(scanInSlices(sound, undefined as never, 'watched', watch, busy())).rejects.toThrow(TypeError);
  });

  it('a short text is found as text, as ever', async () => {
    const short = Buffer.from('{"a":1}');
    expect(await scanInSlices(short, defaultCaps, 'keys', undefined, busy())).toEqual(scan(short, defaultCaps, 'keys'));
  });
});

describe('what cannot be gone through in steps is bounded', () => {
  const told = (given: string, how: Strictness = 'watched') => {
    const found = scan(Buffer.from(given), defaultCaps, how, watch);
    return found.kind === 'offence' ? [found.message, found.offset, found.code] : 'accepted';
  };
  const many = '1'.repeat(65_536);
  it.each([
    [`[${many}]`, 'accepted'],
    [`[-${many}.${many}e-${many}]`, 'accepted'],
    [`[${many}1]`, ['more than 65536 digits in a row', 1, 'bad_request']],
    [`[-${many}1]`, ['more than 65536 digits in a row', 2, 'bad_request']],
    [`[0.${many}1]`, ['more than 65536 digits in a row', 3, 'bad_request']],
    [`[0e+${many}1]`, ['more than 65536 digits in a row', 4, 'bad_request']],
    [`{"${'k'.repeat(65_534)}":1}`, 'accepted'],
    [`{"${'k'.repeat(65_535)}":1}`, ['key of more than 65536 bytes', 1, 'too_large']],
    [`{"a":{"${'k'.repeat(65_535)}":1}}`, 'accepted'],
  ])('%#', (given, expected) => expect(told(given)).toEqual(expected));

  it('what is judged may have longer keys: it is shorter', () => {
    expect(told(`{"${'k'.repeat(70_000)}":1}`, 'everywhere')).toBe('accepted');
  });
});
