import { globSync, readFileSync } from 'node:fs';
import { registerHooks, stripTypeScriptTypes } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { inspect } from 'node:util';
import type { MutantCoverage } from '@stryker-mutator/api/core';
import { declareClassPlugin, PluginKind } from '@stryker-mutator/api/plugin';
import {
  type CompleteDryRunResult,
  type DryRunResult,
  DryRunStatus,
  determineHitLimitReached,
  type MutantRunOptions,
  type MutantRunResult,
  type TestResult,
  type TestRunner,
  type TestRunnerCapabilities,
  TestStatus,
  toMutantRunResult,
} from '@stryker-mutator/api/test-runner';
import { configureGlobal } from 'fast-check';
import { type CollectedTest, collect } from './vitest.ts';

/** The tests that mutants are run against, the fastest and broadest first. */
const tests = [
  'test/reference/sentences.test.ts',
  'test/reference/tables.test.ts',
  'src/policy/**/*.test.ts',
  'src/limits/**/*.test.ts',
  'test/contract/limiter/{memory,guarantee}.test.ts',
];

/** Left out for the time that they take: laws and budgets of steps, which the others imply for single mutants. */
const leftOut = ['src/policy/{laws,docs}.test.ts', 'src/policy/judge/steps.test.ts'];

/** Single tests that are left out for the same reason. */
const slow =
  /linear, however nested|10,000 live values|values of a calendar family|is told of fifty errors|too many steps|takes time linear|takes no time|twenty thousand/;

/**
 * A mutant that has not been found in so many microseconds of computing survives: a score is never too high for it. A
 * test beside the mutated file comes before those that reach it by way of others.
 */
const patience = 1_500_000;

function nearness(file: string, folder: string): number {
  const [a, b] = [file.split('/'), folder.split('/')];
  const parted = b.findIndex((part, index) => part !== a[index]);
  return parted < 0 ? b.length : parted;
}

/** How the instrumented code and the runner speak with each other. */
interface Namespace {
  activeMutant?: string | undefined;
  currentTestId?: string | undefined;
  mutantCoverage?: MutantCoverage;
  hitCount?: number | undefined;
  hitLimit?: number | undefined;
}

/**
 * Runs tests in Stryker's own process. The sources are loaded once, by Node; a mutant that only acts while tests run
 * costs its tests and nothing else, and one that acts while modules load has them loaded anew beside the first.
 */
class InProcessRunner implements TestRunner {
  static readonly inject = [] as const;
  readonly #root = pathToFileURL(`${process.cwd()}/`).href;
  readonly #sources = new Map<string, string>();
  readonly #ns: Namespace;
  #generations = 0;
  #pristine: readonly CollectedTest[] | undefined;

  constructor() {
    this.#ns = {};
    Reflect.set(globalThis, '__stryker__', this.#ns);
  }

  capabilities(): TestRunnerCapabilities {
    return { reloadEnvironment: true };
  }

  async init(): Promise<void> {
    // One failure is enough, and the same one every time.
    configureGlobal({ seed: 1, endOnFailure: true });
    const standIn = new URL('./vitest.ts', import.meta.url).href;
    registerHooks({
      resolve: (specifier, context, next) => {
        if (specifier === 'vitest') return { url: standIn, shortCircuit: true };
        const found = next(specifier, context);
        const generation = /\?generation=\d+$/.exec(context.parentURL ?? '')?.[0];
        return generation !== undefined && this.#isOurs(found.url)
          ? { ...found, url: found.url + generation, shortCircuit: true }
          : found;
      },
      load: (url, context, next) =>
        url.includes('?generation=') && this.#isOurs(url)
          ? { format: 'module', source: this.#source(fileURLToPath(url)), shortCircuit: true }
          : next(url, context),
    });
  }

  async dryRun(): Promise<DryRunResult> {
    const all = await this.#tests();
    const result = await this.#run(all, false);
    return { ...result, mutantCoverage: this.#ns.mutantCoverage ?? { static: {}, perTest: {} } };
  }

  async mutantRun({
    activeMutant,
    mutantActivation,
    testFilter,
    disableBail,
    hitLimit,
  }: MutantRunOptions): Promise<MutantRunResult> {
    const ns = this.#ns;
    if (mutantActivation === 'runtime') await this.#tests();
    ns.activeMutant = activeMutant.id;
    ns.hitCount = hitLimit === undefined ? undefined : 0;
    ns.hitLimit = hitLimit;
    try {
      const all = mutantActivation === 'runtime' ? await this.#tests() : await this.#load();
      const wanted = testFilter === undefined ? undefined : new Set(testFilter);
      const chosen = wanted === undefined ? all : all.filter(({ id }) => wanted.has(id));
      const folder = dirname(relative(process.cwd(), activeMutant.fileName));
      const nearestFirst = chosen.toSorted((a, b) => nearness(b.file, folder) - nearness(a.file, folder));
      const result = await this.#run(nearestFirst, !disableBail, patience);
      return toMutantRunResult(determineHitLimitReached(ns.hitCount, ns.hitLimit) ?? result);
    } catch (error) {
      // A mutant with which the sources cannot even be loaded is found by every test.
      const failed = { id: 'loading', name: 'loading', status: TestStatus.Failed, timeSpentMs: 0 } as const;
      return toMutantRunResult({
        status: DryRunStatus.Complete,
        tests: [{ ...failed, failureMessage: String(error) }],
      });
    } finally {
      ns.activeMutant = undefined;
    }
  }

  async #tests(): Promise<readonly CollectedTest[]> {
    this.#pristine ??= await this.#load();
    return this.#pristine;
  }

  /** Loads all sources and tests anew. */
  async #load(): Promise<readonly CollectedTest[]> {
    const generation = `?generation=${this.#generations++}`;
    const excluded = new Set(leftOut.flatMap((pattern) => globSync(pattern)));
    const files = [...new Set(tests.flatMap((pattern) => globSync(pattern).toSorted()))];
    const collected: CollectedTest[] = [];
    for (const file of files) {
      if (excluded.has(file)) continue;
      const url = pathToFileURL(join(process.cwd(), file)).href + generation;
      const found = await collect(file, () => import(url));
      collected.push(...found.filter(({ id }) => !slow.test(id)));
    }
    return collected;
  }

  async #run(
    chosen: readonly CollectedTest[],
    bail: boolean,
    most = Number.POSITIVE_INFINITY,
  ): Promise<CompleteDryRunResult> {
    const results: TestResult[] = [];
    const before = process.cpuUsage();
    for (const { id, file, run } of chosen) {
      if (process.cpuUsage(before).user > most) break;
      const started = performance.now();
      this.#ns.currentTestId = id;
      let failure: unknown;
      try {
        await run();
      } catch (error) {
        failure = error ?? 'nothing';
      }
      this.#ns.currentTestId = undefined;
      const test = { id, name: id, fileName: file, timeSpentMs: performance.now() - started };
      if (failure === undefined) results.push({ ...test, status: TestStatus.Success });
      else {
        const failureMessage = failure instanceof Error ? failure.message : inspect(failure);
        results.push({ ...test, status: TestStatus.Failed, failureMessage });
        if (bail) break;
      }
    }
    return { status: DryRunStatus.Complete, tests: results };
  }

  #isOurs(url: string): boolean {
    return url.startsWith(this.#root) && !url.includes('/node_modules/') && /\.ts(\?|$)/.test(url);
  }

  #source(path: string): string {
    const known = this.#sources.get(path);
    if (known !== undefined) return known;
    const made = stripTypeScriptTypes(readFileSync(path, 'utf8'));
    this.#sources.set(path, made);
    return made;
  }
}

export const strykerPlugins = [declareClassPlugin(PluginKind.TestRunner, 'in-process', InProcessRunner)];
