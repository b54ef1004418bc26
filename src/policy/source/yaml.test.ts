import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseJson } from './json.ts';
import { maxDepth, toJson } from './tree.ts';
import { parseYaml } from './yaml.ts';

const json = fc.jsonValue({ maxDepth: 3 }).map((value) => JSON.stringify(value));

it('reads a JSON text into the tree that the reader of JSON makes of it', () => {
  fc.assert(
    fc.property(json, (text) => {
      // YAML has escapes for what JSON writes as it is, so texts with other line ends are no YAML of one line.
      fc.pre(!/[\u0085\u2028\u2029\ufeff\u007f-\u009f]|\\u|"<<"/.test(text) && parseJson(text).faults.length === 0);
      expect(parseYaml(text)).toEqual(parseJson(text));
    }),
  );
});

describe('plain scalars are those of the core schema', () => {
  it.each<[string, unknown]>([
    ['~', null],
    ['null', null],
    ['Null', null],
    ['', null],
    ['true', true],
    ['False', false],
    ['yes', 'yes'],
    ['0x1F', 31],
    ['0o17', 15],
    ['017', 17],
    ['+1', 1],
    ['-1.50', -1.5],
    ['.5', 0.5],
    ['1.', 1],
    ['1e3', 1000],
    ['1_000', '1_000'],
    ['12:30', '12:30'],
    ['2026-01-01', '2026-01-01'],
  ])('%s', (text, value) => {
    const { root, faults } = parseYaml(`a: ${text}`);
    expect(faults).toEqual([]);
    expect(root && toJson(root)).toEqual({ a: value });
  });
});

describe('what two readers could read differently is refused, at its place', () => {
  it.each([
    ['&x a: 1', 0, '', 'no anchors or aliases', '&x'],
    ['!!map a: 1', 0, '', 'no tags', '!!map'],
    ['a: &x 1', 3, '', 'no anchors or aliases', '&x'],
    ['a: *x', 3, '', 'no aliases; a pattern with * stands in quotes', '*x'],
    ['a: !!str 1', 3, '', 'no tags', '!!str'],
    ['\ufeffa: 1', 0, '', 'no byte order mark', 'a byte order mark'],
    ['%YAML 1.2\n---\na: 1', 0, '', 'no directives', '%YAML 1.2'],
    ['a: 1\n---\nb: 2', 5, '', 'a single document', 'a second document'],
    ['', 0, '', 'a document', 'nothing'],
    ['# only this', 0, '', 'a document', 'nothing'],
    ['a: {b: 1, <<: 2}', 10, '/a/<<', 'no merge keys', '"<<"'],
    ['a: {b: 1, b: 2}', 10, '/a/b', 'a key only once', '"b"'],
    ['"\\ud800": 1', 0, '/\ud800', 'no lone surrogate in a key', '"\ud800"'],
    ['x: {__proto__: 1}', 4, '/x/__proto__', 'any key but __proto__', '"__proto__"'],
    ['a:\n  1: 2', 5, '/a', 'a key that is a string', '1'],
    ['a: {null: 2}', 4, '/a', 'a key that is a string', 'null'],
    ['? [a]\n: 1', 2, '', 'a key that is a string', 'another key'],
    ['a: .inf', 3, '/a', 'a number that a double holds exactly', '.inf'],
    ['a: -.inf', 3, '/a', 'a number that a double holds exactly', '-.inf'],
    ['a: .nan', 3, '/a', 'a number that a double holds exactly', '.nan'],
    ['a: 1e400', 3, '/a', 'a number that a double holds exactly', '1e400'],
    ['a: 9007199254740993', 3, '/a', 'a number that a double holds exactly', '9007199254740993'],
    ['a: 0x20000000000001', 3, '/a', 'a number that a double holds exactly', '0x20000000000001'],
    [`a: [1, 0.${'1'.repeat(60)}]`, 7, '/a/1', 'a number that a double holds exactly', `0.${'1'.repeat(38)}`],
    ['a: "\\uD800"', 3, '/a', 'no lone surrogate in a string', 'one'],
    ['a: @x', 3, '', 'YAML 1.2', 'Plain value cannot start with reserved character @'],
    [
      "a: {b: c['d e']}",
      8,
      '',
      'YAML 1.2 (a text with brackets, braces, a colon or a comma stands in quotes)',
      'Unexpected flow-seq-start at node end',
    ],
    ['a: [1', 5, '', 'YAML 1.2', 'Flow sequence in block collection must be sufficiently indented and end with a ]'],
  ])('%j', (text, start, pointer, expected, found) => {
    expect(parseYaml(text).faults[0]).toEqual({ start, pointer, expected, found });
  });

  it('has no tree where it cannot be composed, and every token that is refused is told', () => {
    expect(parseYaml('a: &x 1\nb: *x')).toMatchObject({ root: undefined, faults: [{}, {}] });
    expect(parseYaml('a: @x')).toMatchObject({ root: undefined });
    expect(parseYaml('a: 1\n---\nb: 2')).toMatchObject({ root: undefined });
  });

  it('says of what cannot be composed where it begins, and nothing of what follows from it', () => {
    const { faults } = parseYaml("a:\n  - {b: c['d e'], e: f}\n  - {g: [h]}\ni: j");
    expect(faults).toMatchObject([{ start: 12 }]);
  });

  it('but not inside of texts', () => {
    expect(parseYaml('--- |\n&x *y !z\n')).toMatchObject({ faults: [], root: { value: '&x *y !z\n' } });
    const { root, faults } = parseYaml('"<<": "&x *y !z"\nb: |\n  %YAML\n  - - -\n  {[{[\n');
    expect(faults).toEqual([]);
    expect(root && toJson(root)).toEqual({ '<<': '&x *y !z', b: '%YAML\n- - -\n{[{[\n' });
  });
});

it('points at what is missing', () => {
  expect(parseYaml('a:\nb: [x, {c: }]\n? d')).toMatchObject({
    faults: [],
    root: {
      kind: 'object',
      start: 0,
      members: [
        { key: 'a', keyStart: 0, value: { kind: 'null', start: 2 } },
        { key: 'b', keyStart: 3, value: { kind: 'array', start: 6, items: [{ start: 7 }, { start: 10 }] } },
        { key: 'd', keyStart: 19, value: { kind: 'null', start: 20 } },
      ],
    },
  });
});

describe('nesting', () => {
  const indented = (depth: number): string =>
    Array.from({ length: depth }, (_, level) => `${' '.repeat(level)}a:\n`).join('');
  it.each<[string, (depth: number) => string]>([
    ['brackets', (depth) => `a: ${'['.repeat(depth - 1)}${']'.repeat(depth - 1)}`],
    ['braces', (depth) => `a: ${'{a: '.repeat(depth - 1)}${'}'.repeat(depth - 1)}`],
    ['dashes', (depth) => `${'- '.repeat(depth)}a`],
    ['indentation', indented],
  ])('by %s as deep as JSON, and no deeper', (_, nested) => {
    expect(parseYaml(nested(maxDepth)).faults).toEqual([]);
    expect(parseYaml(nested(maxDepth + 1)).faults).toMatchObject([
      { expected: 'at most 64 levels of nesting', found: 'more' },
    ]);
    expect(parseYaml(nested(maxDepth + 2)).faults).toMatchObject([
      { expected: 'at most 64 levels of nesting', found: 'more' },
    ]);
  });

  it.each<[string, (depth: number) => string]>([
    ['brackets', (depth) => `${'['.repeat(depth)}${']'.repeat(depth)}`],
    ['brackets with something in them', (depth) => `${'[a, '.repeat(depth)}${']'.repeat(depth)}`],
    ['braces', (depth) => `${'{a: '.repeat(depth)}${'}'.repeat(depth)}`],
    ['dashes', (depth) => `${'- '.repeat(depth)}a`],
  ])('by %s is found before anything is composed: what is far too deep would take long', (_, nested) => {
    expect(parseYaml(nested(maxDepth))).toMatchObject({ faults: [], root: { kind: expect.any(String) } });
    const found = {
      root: undefined,
      faults: [{ pointer: '', expected: 'at most 64 levels of nesting', found: 'more' }],
    };
    expect(parseYaml(nested(maxDepth + 1))).toMatchObject(found);
    expect(parseYaml(nested(20_000))).toMatchObject(found);
  });

  it('is not what stands side by side', () => {
    expect(parseYaml(`a: [${'[],{},'.repeat(100)}]`).faults).toEqual([]);
    expect(parseYaml('- - a\n'.repeat(100)).faults).toEqual([]);
  });
});

it.each(['[]', '}', '- 1\n', '?\n', '\n', 'a: 1\n'])('a text of nothing but tokens is not composed: %j', (piece) => {
  const { root, faults } = parseYaml(piece.repeat(130_000));
  expect(root).toBeUndefined();
  expect(faults.at(-1)).toMatchObject({ expected: 'at most 100000 tokens of YAML (or JSON)', found: 'more' });
});

it('a text of as many tokens as may be is composed', () => {
  const of = (tokens: number) => parseYaml('\n'.repeat(tokens)).faults[0]?.expected;
  expect([of(100_000), of(100_001)]).toEqual(['a document', 'at most 100000 tokens of YAML (or JSON)']);
});
