import { existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import type { StrykerOptions, schema } from '@stryker-mutator/api/core';
import { commonTokens, declareClassPlugin, PluginKind, tokens } from '@stryker-mutator/api/plugin';
import type { Reporter } from '@stryker-mutator/api/report';
import { type Counted, type CountedFiles, countedFile, digestOf } from './counted.ts';

/**
 * Keeps for each file what its mutants came to and of which content that is. Stryker's own report carries what earlier
 * runs found over to the files as they are now, as far as it finds the places again: nobody can tell from it what was counted
 * of what is there, nor by which rule.
 */
class CountReporter implements Reporter {
  static readonly inject = tokens(commonTokens.options);
  readonly #options: Pick<StrykerOptions, 'mutate' | 'incrementalFile'>;

  constructor(options: Pick<StrykerOptions, 'mutate' | 'incrementalFile'>) {
    this.#options = options;
  }

  onMutationTestReportReady({ files }: Readonly<schema.MutationTestResult>): void {
    const rule = basename(this.#options.incrementalFile, '.json');
    const before = existsSync(countedFile) ? (JSON.parse(readFileSync(countedFile, 'utf8')) as CountedFiles) : {};
    const counted: Record<string, Counted> = { ...before };
    for (const path of this.#whole()) {
      const { source, mutants } = files[path] ?? { source: readFileSync(path, 'utf8'), mutants: [] };
      const statuses = Object.fromEntries(
        [...Map.groupBy(mutants, ({ status }) => status)].map(([status, of]) => [status, of.length]),
      );
      counted[path] = { digest: digestOf(source), rule, statuses };
    }
    mkdirSync(dirname(countedFile), { recursive: true });
    writeFileSync(countedFile, JSON.stringify(counted, null, 1));
  }

  /** The files that this run mutated as wholes. A range of lines is no file, and counts for nothing. */
  #whole(): readonly string[] {
    const patterns = this.#options.mutate;
    const not = new Set(patterns.filter((one) => one.startsWith('!')).flatMap((one) => globSync(one.slice(1))));
    return patterns
      .filter((one) => !one.startsWith('!'))
      .flatMap((one) => globSync(one).filter((path) => !not.has(path)));
  }
}

export const strykerPlugins = [declareClassPlugin(PluginKind.Reporter, 'count', CountReporter)];
