import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { judge, type ReadResult, readingInJson, readPolicy } from '../index.ts';
import { parseJson } from './json.ts';
import { positionsIn } from './positions.ts';
import type { Node } from './tree.ts';
import { parseYaml } from './yaml.ts';
import { type InJson, positionsThrough, yamlInJson } from './yaml-in-json.ts';

function translated(text: string): InJson {
  const made = yamlInJson(text);
  if (made === undefined) throw new Error('it was refused');
  return made;
}

/** The tree with the position of every value and key in place of its offset. */
function placed(node: Node, positionAt: ReturnType<typeof positionsIn>): unknown {
  const { kind, start } = node;
  const at = positionAt(start);
  if (node.kind === 'array') return { kind, at, items: node.items.map((item) => placed(item, positionAt)) };
  if (node.kind !== 'object') return { kind, at, value: 'value' in node ? node.value : null };
  const members = node.members.map(({ key, keyStart, value }) => [
    key,
    positionAt(keyStart),
    placed(value, positionAt),
  ]);
  return { kind, at, members };
}

it('is the same tree, and whatever is in it stands where it stood', () => {
  const value = fc.object({
    maxDepth: 4,
    values: [fc.string({ unit: 'grapheme' }), fc.integer(), fc.double(), fc.boolean(), fc.constant(null)],
  });
  fc.assert(
    fc.property(value, fc.integer({ min: 20, max: 120 }), fc.nat({ max: 9 }), (document, lineWidth, lines) => {
      const text = stringify(document, { lineWidth });
      const direct = parseYaml(text);
      fc.pre(direct.faults.length === 0);
      const inJson = translated(text);
      const read = parseJson(inJson.text);
      expect(read.faults).toEqual([]);
      expect(read.root && placed(read.root, positionsThrough(inJson, text, lines))).toEqual(
        direct.root && placed(direct.root, positionsIn(text, lines)),
      );
    }),
    { numRuns: 100 },
  );
});

it('has nothing and both zeros as they are written', () => {
  expect(translated('a: [null, 0, -0, -0.0, ~]').text).toBe('{"a":[null,0,-0,-0,null]}');
});

it.each(['a: &x 1', 'a: [1', 'a: 1\n---\nb: 2', 'a: {b: 1, b: 2}', ''])('is not made of %j', (text) => {
  expect(yamlInJson(text)).toBeUndefined();
});

describe('a policy', () => {
  const whole = (text: string): ReadResult => {
    const reading = readingInJson(text, translated(text), { name: 'p', lineOffset: 3, columnOffset: 2 });
    for (;;) {
      const step = reading.next();
      if (step.done === true) return step.value;
    }
  };
  const text = `# Read, and little else.
version: "1"
default: deny
tools:
  read_*: {}   # everything
  get:
    require:
      - { path: args.n, op: lte, value: 0x10 }
      - conditions: [{ path: args.text, op: regex, value: "^a{1,3}$" }]
        on_deny: no
  drop: { action: deny, limits: [{ counter: c, max: 1, window: hour, scope: grant }] }
`;

  it('judges as it does when it is read as it is, and is doubted at the same places', () => {
    const [direct, read] = [readPolicy(text, 'yaml', { name: 'p', lineOffset: 3, columnOffset: 2 }), whole(text)];
    expect(read.warnings).toEqual(direct.warnings);
    expect(read.warnings).toMatchObject([{ line: 14, column: 9 }]);
    if (!direct.ok || !read.ok) throw new Error('it does not read');
    const context = { grant: { id: 'g', label: 'g', tags: new Map() }, server: 's', organization: 'o', now: 0 };
    const facts = { category: 'read', severity: 'low', annotations: {} } as const;
    for (const [name, args] of [
      ['read_file', {}],
      ['get', { n: 16, text: 'aa' }],
      ['get', { n: 17, text: 'aa' }],
      ['get', { n: 1, text: 'b' }],
      ['drop', {}],
      ['other', {}],
    ] as const) {
      const call = { kind: 'tool', name, arguments: args, facts } as const;
      expect(judge(read.policy, call, context)).toEqual(judge(direct.policy, call, context));
    }
  });

  it.each([
    'version: "1"\ndefault: deny\ntols: {}\n',
    'version: 1\ndefault: nobody\ntools:\n  a: { action: alow }\n  b:\n    require: [{ path: args.x, op: is }]\n',
    `${text}all_tools:\n  concurrency: none\n`,
  ])('is refused as it is when it is read as it is', (broken) => {
    const direct = readPolicy(broken, 'yaml', { name: 'p', lineOffset: 3, columnOffset: 2 });
    const read = whole(broken);
    expect(direct.ok).toBe(false);
    expect(read).toEqual(direct);
  });
});
