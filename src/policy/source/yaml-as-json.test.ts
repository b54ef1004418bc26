import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { parseJson } from './json.ts';
import { toJson } from './tree.ts';
import { parseYaml } from './yaml.ts';
import { yamlAsJson } from './yaml-as-json.ts';

const plain = (text: string, read: typeof parseJson): unknown => {
  const { root, faults } = read(text);
  expect(faults).toEqual([]);
  return root && toJson(root);
};

it('whatever YAML says, the JSON says the same, in the same order', () => {
  const value = fc.object({ maxDepth: 4, values: [fc.string(), fc.integer(), fc.boolean(), fc.constant(null)] });
  fc.assert(
    fc.property(value, fc.integer({ min: 20, max: 120 }), (document, lineWidth) => {
      const text = stringify(document, { lineWidth });
      fc.pre(parseYaml(text).faults.length === 0);
      const made = yamlAsJson(text);
      expect(plain(made?.text ?? '', parseJson)).toEqual(plain(text, parseYaml));
      expect(made?.comments).toEqual([]);
    }),
    { numRuns: 200 },
  );
});

describe('a policy as people write it', () => {
  const text = `# Read, and nothing else.
version: "1"
default: deny
tools:
  # numbers last
  read_*: {}
  "7": { action: deny, reason: '# no comment' }   #  never
  get: { require: [{ path: args.n, op: lte, value: 0x10 }, { path: args.text, op: regex, value: "^a{1,3}$" }] }
description: |
  # a line of the text
  and another
`;

  it('is JSON as people write it, in the order in which it stood', () => {
    expect(yamlAsJson(text)?.text).toBe(`{
  "version": "1",
  "default": "deny",
  "tools": {
    "read_*": {},
    "7": { "action": "deny", "reason": "# no comment" },
    "get": {
      "require": [
        { "path": "args.n", "op": "lte", "value": 16 },
        { "path": "args.text", "op": "regex", "value": "^a{1,3}$" }
      ]
    }
  },
  "description": "# a line of the text\\nand another\\n"
}
`);
  });

  it('leaves no comment unnamed', () => {
    expect(yamlAsJson(text)?.comments).toEqual([
      { line: 1, column: 1, text: 'Read, and nothing else.' },
      { line: 5, column: 3, text: 'numbers last' },
      { line: 7, column: 51, text: 'never' },
    ]);
  });

  it('the document stands on lines of its own, and an object that holds an object that is not empty', () => {
    const of = (yaml: string) => yamlAsJson(yaml)?.text;
    expect(of('a: 1')).toBe('{\n  "a": 1\n}\n');
    expect(of('{}')).toBe('{}\n');
    expect(of('[]')).toBe('[]\n');
    expect(of('[1, {a: 2}]')).toBe('[1, { "a": 2 }]\n');
    expect(of('a: {b: {c: [1]}, d: {}}')).toBe('{\n  "a": {\n    "b": { "c": [1] },\n    "d": {}\n  }\n}\n');
    expect(of('a: {b: {}, c: [1]}')).toBe('{\n  "a": { "b": {}, "c": [1] }\n}\n');
  });

  it('a line is at most a hundred columns long, unless a text is longer', () => {
    const of = (length: number) => yamlAsJson(`key: [${'x'.repeat(length)}]`)?.text;
    // Two columns in front, the key in seven, and four around the text.
    expect(of(87)).toBe(`{\n  "key": ["${'x'.repeat(87)}"]\n}\n`);
    expect(of(88)).toBe(`{\n  "key": [\n    "${'x'.repeat(88)}"\n  ]\n}\n`);
    expect(yamlAsJson(`a: ${'x'.repeat(200)}`)?.text).toBe(`{\n  "a": "${'x'.repeat(200)}"\n}\n`);
  });

  it('a comment is told without what marks it, and a text that looks like one is none', () => {
    expect(yamlAsJson('## a #1  \na: 1 # b')?.comments).toEqual([
      { line: 1, column: 1, text: 'a #1' },
      { line: 2, column: 6, text: 'b' },
    ]);
    expect(yamlAsJson('--- |\n# x\n')).toEqual({ text: '"# x\\n"\n', comments: [] });
  });

  it('is nothing where it is not read', () => {
    expect(yamlAsJson('a: 1e400')).toBeUndefined();
    expect(yamlAsJson('a: 1\na: 2')).toBeUndefined();
    expect(yamlAsJson('a: &x 1\nb: *x')).toBeUndefined();
    expect(yamlAsJson('a: [')).toBeUndefined();
  });
});
