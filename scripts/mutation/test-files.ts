import { globSync } from 'node:fs';

/** Rooms, and the tests that belong to them, the fastest and broadest first. None reaches another room's sources. */
const tests: readonly (readonly [rooms: RegExp, files: readonly string[]])[] = [
  [/policy/, ['test/reference/sentences.test.ts', 'test/reference/tables.test.ts', 'src/policy/**/*.test.ts']],
  [/limits/, ['src/limits/**/*.test.ts', 'test/contract/limiter/{memory,guarantee}.test.ts']],
  [/protocol/, ['src/protocol/**/*.test.ts', 'test/adversarial/json/{scan,json-test-suite}.test.ts']],
  [/approvals/, ['src/approvals/**/*.test.ts', 'test/contract/approvals/memory.test.ts']],
];

/** Left out for the time that they take: laws and budgets of steps, which the others imply for single mutants. */
const leftOut = ['src/policy/{laws,docs}.test.ts', 'src/policy/judge/steps.test.ts'];

/** Single tests that are left out for the same reason. */
export const slow =
  /linear, however nested|10,000 live values|values of a calendar family|is told of fifty errors|too many steps|takes time linear|takes no time|twenty thousand/;

/**
 * The files of tests that may find a mutant.
 *
 * @param mutated the patterns of what is mutated
 */
export function testFiles(mutated: readonly string[]): readonly string[] {
  const wanted = mutated.filter((pattern) => !pattern.startsWith('!'));
  const files = tests.flatMap(([rooms, of]) => (wanted.some((pattern) => rooms.test(pattern)) ? of : []));
  const excluded = new Set(leftOut.flatMap((pattern) => globSync(pattern)));
  return [...new Set(files.flatMap((pattern) => globSync(pattern).toSorted()))].filter((file) => !excluded.has(file));
}

/** How near a file of tests is to a mutated file: how much of their way they have in common, and whether one is named after the other. */
export function nearness(test: string, mutated: string): number {
  const [a, b] = [test.split('/'), mutated.split('/')];
  const parted = b.findIndex((part, index) => part !== a[index]);
  return parted + (test === mutated.replace(/\.ts$/, '.test.ts') ? 1 : 0);
}
