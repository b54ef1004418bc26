import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseJson, parseJsonAt } from './json.ts';
import { pointerOf } from './pointer.ts';
import { maxDepth, type Node, toJson } from './tree.ts';

function nodes(node: Node): Node[] {
  if (node.kind === 'object') return [node, ...node.members.flatMap(({ value }) => nodes(value))];
  return node.kind === 'array' ? [node, ...node.items.flatMap(nodes)] : [node];
}

const json = fc
  .jsonValue({ maxDepth: 4, depthSize: 'medium' })
  .map((value) => JSON.stringify(value))
  // Refused as a key, and so in no tree.
  .filter((text) => !text.includes('"__proto__":'))
  .map((text) => JSON.parse(text));
const space = fc.constantFrom('', ' ', '\n', '\t', '\r\n  ');

/** A JSON text with white space wherever it may stand. */
function spaced(value: unknown, gap: string): string {
  if (Array.isArray(value)) return `[${gap}${value.map((item) => spaced(item, gap)).join(`${gap},${gap}`)}${gap}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const members = Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}${gap}:${gap}${spaced(item, gap)}`);
  return `{${gap}${members.join(`${gap},${gap}`)}${gap}}`;
}

it('reads every JSON text as JSON.parse does, and each node begins where it stands', () => {
  fc.assert(
    fc.property(json, space, (value, gap) => {
      const text = `${gap}${spaced(value, gap)}${gap}`;
      const { root, faults } = parseJson(text);
      if (root === undefined) throw new Error(faults[0]?.expected);
      expect(JSON.stringify(toJson(root))).toBe(JSON.stringify(value));
      for (const node of nodes(root)) {
        // What follows the node is not part of it: reading on from its place breaks behind it, not in it.
        const end = parseJson(text.slice(node.start)).faults[0]?.start;
        const alone = parseJson(text.slice(node.start, end === undefined ? undefined : node.start + end)).root;
        expect(alone && JSON.stringify(toJson(alone))).toBe(JSON.stringify(toJson(node)));
      }
    }),
  );
});

/** Whether a text is one that only this reader refuses: a key twice, `__proto__`, a number that is lost, half a pair. */
const stricter = [
  'a key only once',
  'any key but __proto__',
  'a number that a double holds exactly',
  'no lone surrogate in a string',
  'no lone surrogate in a key',
];

it('refuses what JSON.parse refuses, and beyond that only what it says', () => {
  const texts = fc
    .tuple(
      json,
      fc.nat(),
      fc.constantFrom(
        '"',
        '\\',
        '{',
        '}',
        '[',
        ']',
        ',',
        ':',
        '0',
        '1',
        '-',
        '.',
        'e',
        't',
        'u',
        ' ',
        '\u0001',
        'n',
        '/',
      ),
      fc.constantFrom('put', 'drop', 'double'),
    )
    .map(([value, place, character, how]) => {
      const text = JSON.stringify(value);
      const at = place % (text.length + 1);
      if (how === 'drop') return text.slice(0, at) + text.slice(at + 1);
      return text.slice(0, at) + (how === 'put' ? character : text.slice(at, at + 1)) + text.slice(at);
    });
  fc.assert(
    fc.property(texts, (text) => {
      const { root, faults } = parseJson(text);
      let parsed: unknown;
      try {
        parsed = { value: JSON.parse(text) };
      } catch {
        expect(faults.length).toBeGreaterThan(0);
        expect(root).toBeUndefined();
        return;
      }
      for (const { expected } of faults) expect(stricter).toContain(expected);
      if (faults.length === 0 && root !== undefined)
        expect(JSON.stringify({ value: toJson(root) })).toBe(JSON.stringify(parsed));
    }),
    { numRuns: 3_000 },
  );
});

describe('a text that is none', () => {
  it.each([
    ['', 0, 'a JSON value', 'the end of the text'],
    ['  ', 2, 'a JSON value', 'the end of the text'],
    ['{', 1, 'a key in double quotes', 'the end of the text'],
    ['{"a"', 4, '":"', 'the end of the text'],
    ['{"a":1', 6, '"," or "}"', 'the end of the text'],
    ['{"a":1,}', 7, 'a key in double quotes, or no comma before it', '"}"'],
    ['{"a":1, // x\n"b":2}', 8, 'a key in double quotes', 'a comment, which JSON does not have'],
    ['/* x */ {}', 0, 'a JSON value', 'a comment, which JSON does not have'],
    ['{/x', 1, 'a key in double quotes', '"/"'],
    ['[1', 2, '"," or "]"', 'the end of the text'],
    ['[1 2]', 3, '"," or "]"', '"2"'],
    ['"a', 2, 'a closing quote', 'the end of the text'],
    ['"a\\', 2, 'an escape of JSON', '"\\\\"'],
    ['"\\x"', 1, 'an escape of JSON', '"\\\\"'],
    ['"\\u12g4"', 1, 'four hexadecimal digits', '"\\\\"'],
    ['"\\u12', 1, 'four hexadecimal digits', '"\\\\"'],
    ['"\n"', 1, 'no control character in a string', '"\\n"'],
    ['"\\ud800"', 0, 'no lone surrogate in a string', '"\\""'],
    ['"\\udc00\\ud800"', 0, 'no lone surrogate in a string', '"\\""'],
    ['tru', 0, 'a JSON value', '"t"'],
    ['fals', 0, 'a JSON value', '"f"'],
    ['nul', 0, 'a JSON value', '"n"'],
    ['01', 1, 'the end of the document', '"1"'],
    ['1.', 1, 'the end of the document', '"."'],
    ['- 1', 0, 'a JSON value', '"-"'],
    ['+1', 0, 'a JSON value', '"+"'],
    ['1 💡', 2, 'the end of the document', '"💡"'],
    ['\ufeff1', 0, 'a JSON value', '"\ufeff"'],
  ])('%j is wrong at %i', (text, start, expected, found) => {
    expect(parseJson(text)).toEqual({ root: undefined, faults: [{ start, pointer: '', expected, found }] });
  });

  it.each([
    ['{"a":{"b":[0,{"c":}]}}', ['a', 'b', 1, 'c']],
    ['{"a":1,"b":[[],2', ['b']],
    ['[1,{"a/b":[x]}]', [1, 'a/b', 0]],
    ['[1,[2,3,[4,x]]]', [1, 2, 1]],
  ])('says under which key: %s', (text, tokens) => {
    expect(parseJson(text).faults[0]?.pointer).toBe(pointerOf(tokens));
  });
});

describe('what is noted, and read on', () => {
  it.each([
    ['{"a":1,"\\u0061":2,"b":3}', 7, '/a', 'a key only once', '"a"', { a: 1, b: 3 }],
    ['{"x":{"__proto__":1,"b":3}}', 6, '/x/__proto__', 'any key but __proto__', '"__proto__"', { x: { b: 3 } }],
    ['[1e400,2]', 1, '/0', 'a number that a double holds exactly', '1e400', undefined],
    ['[9007199254740993]', 1, '/0', 'a number that a double holds exactly', '9007199254740993', undefined],
    [`[1,0.${'1'.repeat(60)}]`, 3, '/1', 'a number that a double holds exactly', `0.${'1'.repeat(38)}`, undefined],
  ])('%s', (text, start, pointer, expected, found, kept) => {
    const { root, faults } = parseJson(text);
    expect(faults).toEqual([{ start, pointer, expected, found }]);
    if (kept !== undefined) expect(root && toJson(root)).toEqual(kept);
  });

  it('until there are fifty', () => {
    const twice = (times: number): number => parseJson(`{"a":0${',"a":1'.repeat(times)}}`).faults.length;
    expect([twice(49), twice(50), twice(51), twice(500)]).toEqual([49, 50, 50, 50]);
    expect(parseJson(`{"a":0${',"a":1'.repeat(49)}}`).root).toBeDefined();
    expect(parseJson(`{"a":0${',"a":1'.repeat(50)}}`).root).toBeUndefined();
  });
});

it.each([
  ['[', ']', ''],
  ['{"a":', '}', '1'],
])('nests %s as deep as is allowed, and no deeper', (open, close, inside) => {
  const nested = (depth: number): string => open.repeat(depth) + inside + close.repeat(depth);
  expect(parseJson(nested(maxDepth)).faults).toEqual([]);
  const { root, faults } = parseJson(nested(maxDepth + 1));
  expect(root).toBeUndefined();
  expect(faults).toMatchObject([{ start: open.length * maxDepth, expected: 'at most 64 levels of nesting' }]);
});

it('lets through what is no fault of the text', () => {
  expect(() => parseJson(undefined as unknown as string)).toThrow(TypeError);
});

it('a key is looked for among those of its own object, also where these are many', () => {
  const ten = Array.from('abcdefghij', (key) => `"${key}":0`).join();
  expect(parseJson(`{${ten},"k":{${ten}},"l":{${ten},"m":{${ten}}}}`).faults).toEqual([]);
  for (const key of 'abcdefghij') {
    expect(parseJson(`{${ten},"k":{${ten},"${key}":1}}`).faults).toMatchObject([
      { pointer: `/k/${key}`, expected: 'a key only once' },
    ]);
  }
});

it('a value is read from its place, whatever stands around it; where none begins, that is a bug', () => {
  expect(toJson(parseJsonAt('{"a":[1,2]} x', 5))).toEqual([1, 2]);
  expect(() => parseJsonAt('{"a":', 5)).toThrow('no JSON value at 5');
});

it('a long text is read like a short one', () => {
  const many = Object.fromEntries(Array.from({ length: 5_000 }, (_, i) => [`key ${i}`, [i, `${i}`, { i }]]));
  const { root, faults } = parseJson(JSON.stringify(many));
  expect(faults).toEqual([]);
  expect(root && toJson(root)).toEqual(many);
});
