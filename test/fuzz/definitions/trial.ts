import type { Tool } from '../../../src/definitions/index.ts';
import { readTool } from '../../../src/definitions/read-tool.ts';
import { choices, type Random } from '../../reference/generate/random.ts';
import { sameDecimal } from '../calls/decoders.ts';
import { type Tree, treeOf } from '../calls/tree.ts';
import type { Trial } from '../campaign.ts';

const keys = [
  'description',
  'inputSchema',
  'outputSchema',
  'annotations',
  '_meta',
  'icons',
  'title',
  'properties',
  'default',
  'enum',
  'maximum',
  'x',
  'constructor',
  'a b',
  '\u00e4',
  '',
];
const numbers = [
  '0',
  '-0',
  '1',
  '1.0',
  '100',
  '1e2',
  '9007199254740991',
  '9007199254740992',
  '9007199254740993',
  '18446744073709551615',
  '0.1',
  '0.10000000000000001',
  '1e400',
  '5e-324',
  '2e-324',
];
const texts = ['', 'a', 'b', 'A', '\u00e9', 'e\u0301', '\u200b', 'a ', '\ud83d\ude00', '\u2028', '\\', '"'];

/**
 * The hash of a definition: two spellings of one definition have one, and two definitions that any decoder could tell
 * apart have two. A definition is written down twice in different spellings, and a third time with one place of it
 * changed.
 */
export function definitionTrial(): Trial {
  return (seed) => {
    const random = choices(seed);
    const tree = definition(random);
    const [one, other] = [toolOf(written(tree, random)), toolOf(written(tree, random))];
    if (one === undefined || other === undefined) {
      // Whether it can be read at all is the same for all spellings.
      const wrong = one === other ? undefined : 'one spelling is read, another is not';
      return { outcome: 'not usable', failure: wrong && `${wrong}: ${written(tree, random)}` };
    }
    if (one.hash !== other.hash) {
      return { outcome: 'same', failure: `two hashes: ${one.definition.toString()} / ${other.definition.toString()}` };
    }
    const changed = change(tree, random);
    const third = sameTree(tree, changed) ? undefined : toolOf(written(changed, random));
    if (third === undefined) return { outcome: 'same' };
    const wrong = third.hash === one.hash ? 'one hash' : undefined;
    return {
      outcome: 'changed',
      failure: wrong && `${wrong}: ${one.definition.toString()} / ${third.definition.toString()}`,
    };
  };
}

function toolOf(text: string): Tool | undefined {
  const read = readTool(Buffer.from(text));
  return 'hash' in read ? read : undefined;
}

function definition(random: Random): Tree {
  const made = value(random, 0);
  const members = made.kind === 'object' ? made.members : [['x', made] as const];
  return {
    kind: 'object',
    members: [['name', { kind: 'plain', value: 'tool' }], ...members.filter(([key]) => key !== 'name')],
  };
}

function value(random: Random, depth: number): Tree {
  switch (depth === 0 ? 5 : random.int(depth > 3 ? 3 : 6)) {
    case 0:
      return { kind: 'plain', value: random.pick([true, false, null]) };
    case 1:
      return { kind: 'plain', value: random.pick(texts) };
    case 2:
      return { kind: 'number', lexeme: random.pick(numbers) };
    case 3:
      return { kind: 'list', items: random.several(0, 3, () => value(random, depth + 1)) };
    default: {
      const names = new Set(random.several(depth === 0 ? 1 : 0, 4, () => random.pick(keys)));
      return { kind: 'object', members: [...names].map((key) => [key, value(random, depth + 1)] as const) };
    }
  }
}

/** One place of it is another. */
function change(tree: Tree, random: Random): Tree {
  if (tree.kind === 'object' && tree.members.length > 0 && random.chance(0.9)) {
    const at = random.int(tree.members.length);
    const [key, old] = tree.members[at] ?? ['x', tree];
    // A tool of another name is another tool.
    if (key === 'name')
      return { kind: 'object', members: [...tree.members.filter(([k]) => k !== 'added'), ['added', value(random, 3)]] };
    if (random.chance(0.2)) return { kind: 'object', members: tree.members.toSpliced(at, 1) };
    return { kind: 'object', members: tree.members.with(at, [key, change(old, random)]) };
  }
  if (tree.kind === 'list' && tree.items.length > 0 && random.chance(0.9)) {
    const at = random.int(tree.items.length);
    if (random.chance(0.3)) return { kind: 'list', items: tree.items.toReversed() };
    return { kind: 'list', items: tree.items.with(at, change(tree.items[at] ?? tree, random)) };
  }
  return value(random, 2);
}

/** One of its spellings: order of members, white space, escapes. */
function written(tree: Tree, random: Random): string {
  const gap = (): string => random.pick(['', '', ' ', '\n', '\t']);
  switch (tree.kind) {
    case 'plain':
      return typeof tree.value === 'string' ? escaped(tree.value, random) : String(tree.value);
    case 'number':
      return tree.lexeme;
    case 'list':
      return `[${tree.items.map((item) => gap() + written(item, random)).join()}${gap()}]`;
    case 'object': {
      const left = tree.members.map(
        ([key, item]) => `${gap()}${escaped(key, random)}${gap()}:${gap()}${written(item, random)}`,
      );
      const shuffled = Array.from({ length: left.length }, () => left.splice(random.int(left.length), 1)[0] ?? '');
      return `{${shuffled.join()}${gap()}}`;
    }
  }
}

function escaped(text: string, random: Random): string {
  const json = JSON.stringify(text);
  if (json.includes('\\') || random.chance(0.6)) return json;
  return json.replace(/[a-z\u0080-\ud7ff]/g, (c) =>
    random.chance(0.3) ? `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}` : c,
  );
}

/** Whether a decoder that keeps numbers as decimals reads one value in both. */
function sameTree(a: Tree, b: Tree): boolean {
  if (a.kind === 'number' && b.kind === 'number') return sameDecimal(a.lexeme, b.lexeme);
  if (a.kind === 'plain' && b.kind === 'plain') return a.value === b.value;
  if (a.kind === 'list' && b.kind === 'list') {
    return (
      a.items.length === b.items.length && a.items.every((item, i) => sameTree(item, b.items[i] ?? treeOf('null')))
    );
  }
  if (a.kind !== 'object' || b.kind !== 'object' || a.members.length !== b.members.length) return false;
  const others = new Map(b.members);
  return a.members.every(([key, item]) => {
    const other = others.get(key);
    return other !== undefined && sameTree(item, other);
  });
}
