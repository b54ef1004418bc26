import { expect, it } from 'vitest';
import { judge, type Policy, type ReadResult, readingPolicy, readPolicy, Trace, unclassified } from './index.ts';

/** Exact names, globs that end in a star, begin with one, and have one in the middle; each with a condition. */
function tools(count: number): object {
  const names = Array.from(
    { length: count },
    (_, n) => [`tool_${n}`, `team_${n}_*`, `*_of_${n}`, `get_${n}_*_all`][n % 4],
  );
  return Object.fromEntries(
    names.map((name) => [name, { deny_if: [{ conditions: [{ path: 'args.n', op: 'gt', value: 5 }] }] }]),
  );
}

const document = (count: number): string => JSON.stringify({ version: '1', default: 'deny', tools: tools(count) });

function policyOf(count: number): Policy {
  const read = readPolicy(document(count), 'json');
  if (!read.ok) throw new Error(read.errors[0]?.message);
  return read.policy;
}

it('a judgement looks at the entries that name the tool, and at no other however many there are', () => {
  const context = { grant: { id: 'g', label: 'g', tags: new Map() }, server: 's', organization: 'o', now: 0 };
  const looked = (policy: Policy, name: string): readonly string[] => {
    const trace = new Trace();
    judge(policy, { kind: 'tool', name, arguments: { n: 1 }, facts: unclassified }, context, trace);
    return trace.lines.map(({ rule }) => rule);
  };
  const [few, many] = [policyOf(8), policyOf(9_000)];
  for (const name of ['tool_0', 'team_1_x', 'x_of_2', 'get_3_x_all', 'nobody', 'team_1_x_of_2']) {
    expect(looked(many, name), name).toEqual(looked(few, name));
  }
});

/** How a reading went: what came of it, and in how many steps. */
function steps(text: string, format: 'json' | 'yaml' = 'json'): { readonly count: number; readonly read: ReadResult } {
  const reading = readingPolicy(text, format, {});
  for (let count = 1; ; count++) {
    const step = reading.next();
    if (step.done === true) return { count, read: step.value };
  }
}

it.each([
  ['many entries', document(9_000)],
  [
    'one entry of many conditions',
    JSON.stringify({
      version: '1',
      default: 'deny',
      tools: { t: { require: Array.from({ length: 9_000 }, () => ({ path: 'args.n', op: 'exists' })) } },
    }),
  ],
])('a document of %s is read in as many steps as it is long', (_what, text) => {
  const { count, read } = steps(text);
  expect(read.ok).toBe(true);
  // Once while it is parsed: no step of that is longer than 16 KiB and what one value adds to it.
  expect(count).toBeGreaterThan(text.length / (17 * 1024));
});

it('a short one is not held up', () => {
  expect(steps(document(10)).count).toBeLessThan(6);
});
