import { expect, test } from 'vitest';
import { chainKey, genesis, type Head } from './chain.ts';
import { ChainWalk, type KeptRecord } from './verify-chain.ts';

const key = chainKey(Buffer.alloc(32, 9), 'w');

/** Records 1 to 6, genuine. */
function chain(): KeptRecord[] {
  const links: KeptRecord[] = [];
  let prev: Uint8Array = genesis;
  for (let seq = 1; seq <= 6; seq += 1) {
    const text = `{"n":${seq}}`;
    const mac = key.mac(seq, prev, text);
    links.push({ seq, prev, mac, text });
    prev = mac;
  }
  return links;
}
const link = (seq: number, of: KeptRecord[] = chain()): KeptRecord =>
  of.find((one) => one.seq === seq) ?? expect.unreachable();
const head = (seq: number): Head => ({ writer: 'w', seq, mac: link(seq).mac });

function problems(links: KeptRecord[], heads: Head[] = [head(6)], start = { seq: 0, mac: genesis }): string[] {
  const walk = new ChainWalk({ writer: 'w', key, start, heads });
  for (const each of links) walk.next(each);
  return walk.end().findings.map(({ seq, problem }) => `${problem} ${seq}`);
}
const without = (...seqs: number[]): KeptRecord[] => chain().filter(({ seq }) => !seqs.includes(seq));
const replaced = (seq: number, by: Partial<KeptRecord>): KeptRecord[] =>
  chain().map((one) => (one.seq === seq ? { ...one, ...by } : one));

test('a genuine chain has no findings', () => {
  expect(problems(chain())).toEqual([]);
});

test.each<[string, KeptRecord[], string[]]>([
  ['an edited text', replaced(3, { text: '{"n":33}' }), ['edited 3']],
  ['an edited mac', replaced(3, { mac: Buffer.alloc(32, 1) }), ['edited 3']],
  ['an edited link', replaced(3, { prev: Buffer.alloc(32, 1) }), ['edited 3']],
  [
    'a text chained anew with another key',
    replaced(3, { text: 'x', mac: chainKey(Buffer.alloc(32), 'w').mac(3, link(2).mac, 'x') }),
    ['edited 3'],
  ],
  ['a removed record', without(3), ['removed 3']],
  ['the first one removed', without(1), ['removed 1']],
  ['several removed', without(2, 3, 5), ['removed 2', 'removed 5']],
  [
    'two swapped',
    chain()
      .map((one) => ({ ...one, seq: one.seq === 2 ? 4 : one.seq === 4 ? 2 : one.seq }))
      .sort((a, b) => a.seq - b.seq),
    ['reordered 2', 'reordered 4'],
  ],
  [
    'one removed and the rest moved up',
    without(3).map((one) => ({ ...one, seq: one.seq > 3 ? one.seq - 1 : one.seq })),
    ['reordered 3', 'removed 3', 'reordered 4', 'reordered 5', 'cut 6'],
  ],
  ['one slipped in twice under a number', [...chain(), { ...link(3) }].sort((a, b) => a.seq - b.seq), ['inserted 3']],
  [
    'one slipped in and the rest moved down',
    [
      ...chain().map((one) => ({ ...one, seq: one.seq > 2 ? one.seq + 1 : one.seq })),
      { seq: 3, prev: link(2).mac, mac: Buffer.alloc(32, 5), text: 'x' },
    ].sort((a, b) => a.seq - b.seq),
    ['inserted 3', 'reordered 4', 'reordered 5', 'reordered 6', 'reordered 7', 'removed 7'],
  ],
  ['a cut tail', without(5, 6), ['cut 5']],
  ['everything cut', [], ['cut 1']],
])('%s is found and named', (_, links, expected) => {
  const found = problems(links);
  for (const one of expected) expect(found).toContain(one);
  expect(found.length).toBeGreaterThan(0);
});

test('a genuine record of another history of the same writer', () => {
  const other = key.mac(3, Buffer.alloc(32, 4), '{"n":3}');
  expect(problems(replaced(3, { prev: Buffer.alloc(32, 4), mac: other }))).toContain('forked 3');
});

test('another history up to a head that was kept', () => {
  const elsewhere: Head = { writer: 'w', seq: 4, mac: Buffer.alloc(32, 8) };
  expect(problems(chain(), [head(6), elsewhere])).toEqual(['forked 4']);
});

test('a chain that begins behind a cut', () => {
  expect(problems(without(1, 2), [head(6)], { seq: 2, mac: link(2).mac })).toEqual([]);
  expect(problems(without(1, 2, 3), [head(6)], { seq: 2, mac: link(2).mac })).toEqual(['removed 3']);
  expect(problems(without(1), [head(6)], { seq: 2, mac: link(2).mac })).toEqual(['inserted 2']);
});
