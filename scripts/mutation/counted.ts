import { createHash } from 'node:crypto';

/** What became of the mutants of one file when they were last counted. A file of types has none. */
export interface Counted {
  /** Of the content that was mutated, by {@link digestOf}. */
  readonly digest: string;
  /** What counted as found: the name of the file that Stryker keeps results in, which changes with the runner's rule. */
  readonly rule: string;
  /** Stryker's word for what became of a mutant → how many. */
  readonly statuses: Readonly<Record<string, number>>;
}

/** Path of a source → its mutants. */
export type CountedFiles = Readonly<Record<string, Counted>>;

/** Where it stands, from the root of the repository. */
export const countedFile = 'reports/mutation/counted.json';

/** Long enough to tell one content of a file from its next. */
export function digestOf(source: string): string {
  return createHash('sha256').update(source).digest('hex').slice(0, 16);
}

/** What became of the mutants of several files together. */
export interface Tally {
  readonly all: number;
  readonly killed: number;
  readonly neverEnded: number;
  readonly survived: number;
  /** The share that was found, in percent with one digit behind the point; all of none is found. */
  readonly share: string;
}

export function tallied(files: readonly Counted[]): Tally {
  const sum = (...names: string[]): number =>
    files.reduce((all, { statuses }) => all + names.reduce((some, name) => some + (statuses[name] ?? 0), 0), 0);
  const [killed, neverEnded, survived] = [sum('Killed'), sum('Timeout'), sum('Survived', 'NoCoverage')];
  const found = killed + neverEnded + sum('RuntimeError');
  const all = found + survived;
  return { all, killed, neverEnded, survived, share: (all === 0 ? 100 : (100 * found) / all).toFixed(1) };
}
