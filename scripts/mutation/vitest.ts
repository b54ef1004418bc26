import { Script } from 'node:vm';
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
  /** @param usualMs what it takes without a mutant; after some times as much it is stopped */
  readonly run: (usualMs?: number) => unknown;
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

/** A test that computes or waits without an end; it was stopped in the middle. */
export class Interrupted extends Error {}

const oneMinute = 60_000;
let guarded: () => unknown = () => undefined;
Reflect.set(globalThis, '__guarded__', () => guarded());
const guard = new Script('__guarded__()');

/** A test that waits this long, and what it usually takes some times more, waits for what a mutant keeps from coming. */
const waitsForEverMs = 5_000;

/**
 * Waits for a test that went on after its first `await`. A loop of promises without an end is not left this way: it is
 * the concern of whoever ends the process.
 *
 * @throws Interrupted
 */
async function settled(body: unknown, usualMs: number): Promise<void> {
  if (!(body instanceof Promise)) return;
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Interrupted('waits without an end')), waitsForEverMs + 20 * usualMs);
  try {
    await Promise.race([body, late]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Calls what a mutant may have turned into a loop without an end. Up to its first `await` it is stopped after a while.
 * Who has had little of the machine's time has it again.
 *
 * @param usualMs what it takes without a mutant
 * @throws Interrupted
 */
function stoppable(body: () => unknown, usualMs: number, patience = 1): unknown {
  guarded = body;
  const enough = 500 + 5 * usualMs;
  const before = process.cpuUsage();
  try {
    return guard.runInThisContext({ timeout: Math.ceil(2 * enough * patience) });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT')) throw error;
    if (process.cpuUsage(before).user < enough * 1_000) return stoppable(body, usualMs, 5 * patience);
    throw new Interrupted('computes without an end');
  }
}

function group(name: string, ...rest: readonly unknown[]): void {
  const body = bodyOf(rest);
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
  const run = async (usualMs = oneMinute): Promise<void> => {
    for (const hook of before.flat()) await hook();
    try {
      await settled(stoppable(body, usualMs), usualMs);
    } finally {
      for (const hook of after.flat()) await hook();
    }
  };
  collected.set(id, { id, file, run });
}

const eachOf =
  (register: (name: string, ...rest: readonly unknown[]) => void) =>
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
export { it as test };

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
