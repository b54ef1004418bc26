import { readFileSync, writeFileSync } from 'node:fs';
import { registerHooks, stripTypeScriptTypes } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { inspect } from 'node:util';
import type { MutantCoverage, StrykerOptions } from '@stryker-mutator/api/core';
import { commonTokens, declareClassPlugin, PluginKind, tokens } from '@stryker-mutator/api/plugin';
import {
  type DryRunResult,
  DryRunStatus,
  determineHitLimitReached,
  type MutantRunOptions,
  type MutantRunResult,
  MutantRunStatus,
  type TestResult,
  type TestRunner,
  type TestRunnerCapabilities,
  TestStatus,
  toMutantRunResult,
} from '@stryker-mutator/api/test-runner';
import { configureGlobal } from 'fast-check';
import { nearness, slow, testFiles } from './test-files.ts';
import { type CollectedTest, collect, Interrupted } from './vitest.ts';

/**
 * A mutant that has not been found in so many microseconds of computing survives: a score is never too high for it. A
 * test beside the mutated file comes before those that reach it by way of others.
 */
const patience = 1_500_000;

/** The same where the sources are loaded for it, too. */
const patienceLoading = 4_000_000;

/** Tests beside the mutated file that take no more ms come before all others: loading leaves little time for these. */
const quickMs = 10;

/** How the instrumented code and the runner speak with each other. */
interface Namespace {
  activeMutant?: string | undefined;
  currentTestId?: string | undefined;
  mutantCoverage?: MutantCoverage;
  hitCount?: number | undefined;
  hitLimit?: number | undefined;
}

/** Where the dry run leaves what it saw: a process that takes over from another one reads it here. */
const dryRunFile = '.dry-run.json';

interface DryRun {
  /** Test → the mutants that it reaches. */
  readonly perTest: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** Test → ms that it took. */
  readonly took: Readonly<Record<string, number>>;
}

/** The sources and tests as they were loaded once. Each file of tests is loaded when one of its tests is wanted. */
interface Generation {
  readonly suffix: string;
  readonly files: Map<string, readonly CollectedTest[]>;
}

/**
 * Runs tests in Stryker's own process. Who changes what counts as found names another `incrementalFile` in
 * `stryker.config.json`: results of another rule are not gone on with.
 *
 * The sources are loaded once, by Node; a mutant that only acts while tests run
 * costs its tests and nothing else. One that acts while modules load, too, is looked for with what is loaded, first:
 * only when no test finds it there are the sources loaded anew, one file of tests after the other, the nearest first.
 */
class InProcessRunner implements TestRunner {
  static readonly inject = tokens(commonTokens.options);
  readonly #root = pathToFileURL(`${process.cwd()}/`).href;
  readonly #sources = new Map<string, string>();
  readonly #ns: Namespace;
  readonly #files: readonly string[];
  #generations = 0;
  #pristine: Generation = this.#newGeneration();
  #dryRunWas: DryRun | undefined;

  constructor({ mutate }: Pick<StrykerOptions, 'mutate'>) {
    this.#files = testFiles(mutate);
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
    const results: TestResult[] = [];
    for (const file of this.#files) await this.#run(await this.#load(this.#pristine, file), results);
    const mutantCoverage = this.#ns.mutantCoverage ?? { static: {}, perTest: {} };
    const took = Object.fromEntries(results.map(({ id, timeSpentMs }) => [id, timeSpentMs]));
    writeFileSync(dryRunFile, JSON.stringify({ perTest: mutantCoverage.perTest, took } satisfies DryRun));
    return { status: DryRunStatus.Complete, tests: results, mutantCoverage };
  }

  mutantRun(options: MutantRunOptions): Promise<MutantRunResult> {
    return this.#look(options, false);
  }

  /** @param afresh what is loaded has seen no mutant yet */
  async #look(options: MutantRunOptions, afresh: boolean): Promise<MutantRunResult> {
    const { activeMutant, sandboxFileName, mutantActivation, testFilter, hitLimit } = options;
    const ns = this.#ns;
    // The mutant's own file name is that of the file outside of the sandbox, which no test stands beside.
    const mutated = relative(process.cwd(), sandboxFileName);
    const nearestFirst = this.#files.toSorted((a, b) => nearness(b, mutated) - nearness(a, mutated));
    const reaching = new Set(testFilter ?? this.#reaching(activeMutant.id));
    const results: TestResult[] = [];
    ns.activeMutant = undefined;
    try {
      // With what was loaded without the mutant. The first one waits for that, and has its time all the same.
      const loaded: (readonly CollectedTest[])[] = [];
      for (const file of nearestFirst) {
        if (![...reaching].some((id) => id.startsWith(`${file} `))) continue;
        loaded.push((await this.#load(this.#pristine, file)).filter(({ id }) => reaching.has(id)));
      }
      ns.activeMutant = activeMutant.id;
      ns.hitCount = hitLimit === undefined ? undefined : 0;
      ns.hitLimit = hitLimit;
      let before = process.cpuUsage();
      for (const chosen of loaded) {
        const found = await this.#found(chosen, results, before, patience);
        if (found !== undefined) {
          const result = this.#result(results);
          if (afresh || (await this.#passes(found))) return result;
          // It fails as well without the mutant, by what an earlier one has left behind perhaps.
          this.#pristine = this.#newGeneration();
          return await this.#look(options, true);
        }
        if (process.cpuUsage(before).user > patience) break;
      }
      if (mutantActivation === 'runtime') return this.#result(results);
      // And with the mutant in place while everything is loaded.
      ns.activeMutant = activeMutant.id;
      const anew = this.#newGeneration();
      before = process.cpuUsage();
      const beside = nearestFirst.filter((file) => dirname(file) === dirname(mutated));
      for (const [files, quick] of [[beside, true] as const, [nearestFirst, false] as const]) {
        for (const file of files) {
          const chosen = (await this.#load(anew, file)).filter(
            ({ id }) => !quick || (this.#seen.took[id] ?? 0) <= quickMs,
          );
          const found = await this.#found(chosen, results, before, patienceLoading);
          if (found !== undefined) return this.#result(results);
          if (process.cpuUsage(before).user > patienceLoading) return this.#result(results);
        }
      }
      return this.#result(results);
    } catch (error) {
      if (error instanceof Interrupted) {
        // Whatever was under way was left where it stood: what is found with it later could be its own fault.
        this.#pristine = this.#newGeneration();
        return { status: MutantRunStatus.Timeout, reason: error.message };
      }
      // A mutant with which the sources cannot even be loaded is found by every test.
      const failed = { id: 'loading', name: 'loading', status: TestStatus.Failed, timeSpentMs: 0 } as const;
      return this.#result([{ ...failed, failureMessage: String(error) }]);
    } finally {
      ns.activeMutant = undefined;
    }
  }

  #result(tests: readonly TestResult[]): MutantRunResult {
    const complete = { status: DryRunStatus.Complete as const, tests: [...tests] } satisfies DryRunResult;
    return toMutantRunResult(determineHitLimitReached(this.#ns.hitCount, this.#ns.hitLimit) ?? complete);
  }

  /** The tests that reach a mutant once everything is loaded. */
  #reaching(mutant: string): readonly string[] {
    return Object.entries(this.#seen.perTest).flatMap(([test, mutants]) =>
      Object.hasOwn(mutants, mutant) ? [test] : [],
    );
  }

  get #seen(): DryRun {
    this.#dryRunWas ??= JSON.parse(readFileSync(dryRunFile, 'utf8')) as DryRun;
    return this.#dryRunWas;
  }

  #newGeneration(): Generation {
    return { suffix: `?generation=${this.#generations++}`, files: new Map() };
  }

  /** The tests of a file, with the sources as the generation has them. */
  async #load({ suffix, files }: Generation, file: string): Promise<readonly CollectedTest[]> {
    const known = files.get(file);
    if (known !== undefined) return known;
    const url = pathToFileURL(join(process.cwd(), file)).href + suffix;
    const found = (await collect(file, () => import(url))).filter(({ id }) => !slow.test(id));
    files.set(file, found);
    return found;
  }

  /** Whether a test passes with no mutant in place: one that fails then, too, has found nothing. */
  async #passes(test: CollectedTest): Promise<boolean> {
    this.#ns.activeMutant = undefined;
    const results: TestResult[] = [];
    await this.#run([test], results);
    return results.at(-1)?.status === TestStatus.Success;
  }

  /** Runs tests, the quickest first. @returns the one that failed, `undefined` when all pass or the patience is at its end */
  async #found(
    chosen: readonly CollectedTest[],
    results: TestResult[],
    before: NodeJS.CpuUsage,
    most: number,
  ): Promise<CollectedTest | undefined> {
    const { took } = this.#seen;
    for (const one of chosen.toSorted((a, b) => (took[a.id] ?? 0) - (took[b.id] ?? 0))) {
      if (process.cpuUsage(before).user > most) return undefined;
      await this.#run([one], results, this.#seen.took[one.id]);
      if (results.at(-1)?.status === TestStatus.Failed) return one;
    }
    return undefined;
  }

  /** @throws Interrupted when one computes or waits without an end */
  async #run(chosen: readonly CollectedTest[], results: TestResult[], usualMs?: number): Promise<void> {
    for (const one of chosen) {
      const { id, file, run } = one;
      const started = performance.now();
      this.#ns.currentTestId = id;
      let failure: unknown;
      try {
        await run(usualMs);
      } catch (error) {
        if (error instanceof Interrupted) throw error;
        failure = error ?? 'nothing';
      }
      this.#ns.currentTestId = undefined;
      const test = { id, name: id, fileName: file, timeSpentMs: performance.now() - started };
      if (failure === undefined) results.push({ ...test, status: TestStatus.Success });
      else {
        const failureMessage = failure instanceof Error ? failure.message : inspect(failure);
        results.push({ ...test, status: TestStatus.Failed, failureMessage });
      }
    }
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
