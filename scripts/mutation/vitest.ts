import {
  ASYMMETRIC_MATCHERS_OBJECT,
  chai,
  type ExpectStatic,
  GLOBAL_EXPECT,
  JestAsymmetricMatchers,
  JestChaiExpect,
  JestExtend,
  setState,
} from '@vitest/expect';

/**
 * What the tests of the two rooms use of vitest, for a process that keeps them loaded and runs some of them again and
 * again: they are collected once and are functions from then on. Whatever else of vitest a test imports is missing
 * here, so that importing it fails.
 */
export interface CollectedTest {
  readonly id: string;
  readonly file: string;
  readonly run: () => unknown;
}

type Hook = () => unknown;

/** A file or a `describe`, with what is done around each of its tests. */
interface Suite {
  readonly path: readonly string[];
  readonly before: readonly Hook[][];
  readonly after: readonly Hook[][];
}

let collected = new Map<string, CollectedTest>();
let file = '';
let suite: Suite = { path: [], before: [], after: [] };

/** Collects the tests that `load` registers by importing a test file. */
export async function collect(name: string, load: () => Promise<unknown>): Promise<readonly CollectedTest[]> {
  collected = new Map();
  file = name;
  suite = { path: [name], before: [[]], after: [[]] };
  await load();
  return [...collected.values()];
}

export function beforeEach(hook: Hook): void {
  suite.before.at(-1)?.push(hook);
}

export function afterEach(hook: Hook): void {
  suite.after[0]?.push(hook);
}

function group(name: string, body: () => void): void {
  const outer = suite;
  suite = { path: [...outer.path, name], before: [...outer.before, []], after: [[], ...outer.after] };
  body();
  suite = outer;
}

/** Vitest takes options before the body and a time-out behind it; here they say nothing. */
function bodyOf(rest: readonly unknown[]): (...row: unknown[]) => unknown {
  return rest.find((part) => typeof part === 'function') as (...row: unknown[]) => unknown;
}

function test(name: string, ...rest: readonly unknown[]): void {
  const body = bodyOf(rest);
  const { path, before, after } = suite;
  const wanted = [...path, name].join(' › ');
  let id = wanted;
  for (let count = 2; collected.has(id); count++) id = `${wanted} (${count})`;
  const run = async (): Promise<void> => {
    for (const hook of before.flat()) await hook();
    try {
      await body();
    } finally {
      for (const hook of after.flat()) await hook();
    }
  };
  collected.set(id, { id, file, run });
}

const eachOf =
  (register: (name: string, body: () => void) => void) =>
  (rows: readonly unknown[]) =>
  (name: string, ...rest: readonly unknown[]): void => {
    const body = bodyOf(rest);
    for (const row of rows) {
      const values: readonly unknown[] = Array.isArray(row) ? row : [row];
      register(`${name} ${JSON.stringify(row)?.slice(0, 200)}`, () => body(...values));
    }
  };

export const describe = Object.assign(group, { each: eachOf(group) });
export const it = Object.assign(test, { each: eachOf(test) });

chai.use(JestExtend);
chai.use(JestChaiExpect);
chai.use(JestAsymmetricMatchers);

/** Vitest's own matchers. */
export const expect = Object.assign(
  (value: unknown, message?: string) => chai.expect(value, message),
  chai.expect,
  Reflect.get(globalThis, ASYMMETRIC_MATCHERS_OBJECT),
) as unknown as ExpectStatic;
setState({ assertionCalls: 0 }, expect);
Reflect.set(globalThis, GLOBAL_EXPECT, expect);
