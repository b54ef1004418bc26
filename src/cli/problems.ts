import { PolicyProblems } from '../composition/policy-problems.ts';
import type { ConfigProblem } from '../config/index.ts';
import { ListenError } from '../edge/index.ts';
import { escapeUnsafe, Fault } from '../kernel/index.ts';
import { SealError } from '../seal/index.ts';
import type { PolicyProblem } from '../snapshot/index.ts';
import { FolderInUse, FolderUnusable, SqlError, StoreError } from '../store/index.ts';
import { CommandError } from './io.ts';

/**
 * What is wrong with a configuration, a line each.
 *
 * @param file absent where there is none: then what is wrong stands in no place
 */
export function configProblems(errors: readonly ConfigProblem[], file = ''): string {
  return errors
    .map(({ line, column, message }) => escapeUnsafe(line === 0 ? message : `${file}:${line}:${column}: ${message}`))
    .join('\n');
}

/** What is wrong with the policies, a line each. */
export function policyProblems(problems: readonly PolicyProblem[]): string {
  return problems
    .flatMap(({ file, errors }) =>
      errors.map(({ line, column, message }) => escapeUnsafe(`${file}:${line}:${column}: ${message}`)),
    )
    .join('\n');
}

/** What keeps a gateway from starting is told in a sentence; what nobody foresaw keeps its stack. */
export function startFailure(error: unknown): never {
  if (error instanceof PolicyProblems) throw new CommandError(policyProblems(error.problems));
  const isSentence =
    error instanceof FolderInUse ||
    error instanceof FolderUnusable ||
    error instanceof StoreError ||
    error instanceof SqlError ||
    // Loaded with what it is about, and known by its name.
    (error instanceof Error && error.name === 'SharedStateError') ||
    error instanceof SealError ||
    error instanceof ListenError ||
    error instanceof Fault;
  if (isSentence) throw new CommandError(error.message);
  if (error instanceof Error && 'code' in error && typeof error.code === 'string' && /^E[A-Z]+$/.test(error.code)) {
    throw new CommandError(error.message);
  }
  throw error;
}
