import type { PolicySource } from '../config/index.ts';
import type { Slices } from '../kernel/index.ts';
import { type Policy, type ReadResult, readingPolicy } from '../policy/index.ts';

/** A policy that was read, with the text that it was read from. */
export interface ReadPolicy {
  readonly source: PolicySource;
  readonly policy: Policy;
  readonly warnings: readonly { readonly message: string }[];
}

export type Outcome =
  | ({ readonly ok: true } & ReadPolicy)
  | ({ readonly ok: false; readonly source: PolicySource } & Pick<ReadResult & { readonly ok: false }, 'errors'>);

/**
 * Reads and compiles policies while calls are served: in slices, and none that is in force already.
 *
 * @param known what is in force, by name
 */
export async function* readPolicies(
  sources: Iterable<PolicySource>,
  known: ReadonlyMap<string, ReadPolicy>,
  slices: Slices,
): AsyncGenerator<Outcome, void, void> {
  for (const source of sources) {
    if (slices.over) await slices.rest();
    const before = known.get(source.name);
    if (before !== undefined && sameText(before.source, source)) {
      yield { ...before, ok: true, source };
      continue;
    }
    const { name, text, format, lineOffset } = source;
    const read = await inSlices(readingPolicy(text, format, { name, lineOffset }), slices);
    yield read.ok
      ? { ok: true, source, policy: read.policy, warnings: read.warnings }
      : { ok: false, source, errors: read.errors };
  }
}

/** Does the work step by step, however short its steps are; a slice ends behind one of them. */
async function inSlices<T>(work: Generator<void, T, void>, slices: Slices): Promise<T> {
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
    if (slices.over) await slices.rest();
  }
}

/** Whether both read to the same, positions in messages included. */
function sameText(a: PolicySource, b: PolicySource): boolean {
  return a.text === b.text && a.format === b.format && a.lineOffset === b.lineOffset;
}
