import type { PolicySource } from '../config/index.ts';
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

/** So much text is read without a pause, in UTF-16 units: a few milliseconds, whatever stands in it. */
export const textAtOnce = 16 * 1024;
/** What a policy costs besides its text, in the same unit. */
const eachCosts = 1_024;

/**
 * Reads and compiles policies while calls are served: a little at a time, and none that is in force already. A text
 * that is longer than what is read at once is read in a few steps, each as long as it takes.
 *
 * @param known what is in force, by name
 * @param pause lets everything else have its turn
 */
export async function* readPolicies(
  sources: Iterable<PolicySource>,
  known: ReadonlyMap<string, ReadPolicy>,
  pause: () => Promise<void>,
): AsyncGenerator<Outcome, void, void> {
  let since = 0;
  for (const source of sources) {
    const before = known.get(source.name);
    if (before !== undefined && sameText(before.source, source)) {
      yield { ...before, ok: true, source };
      continue;
    }
    const { name, text, format, lineOffset } = source;
    const cost = text.length + eachCosts;
    if (since > 0 && since + cost > textAtOnce + eachCosts) {
      await pause();
      since = 0;
    }
    since += cost;
    const read = await inSteps(
      readingPolicy(text, format, { name, lineOffset }),
      since > textAtOnce + eachCosts ? pause : undefined,
    );
    yield read.ok
      ? { ok: true, source, policy: read.policy, warnings: read.warnings }
      : { ok: false, source, errors: read.errors };
  }
}

async function inSteps<T>(work: Generator<void, T, void>, pause: (() => Promise<void>) | undefined): Promise<T> {
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
    await pause?.();
  }
}

/** Whether both read to the same, positions in messages included. */
function sameText(a: PolicySource, b: PolicySource): boolean {
  return a.text === b.text && a.format === b.format && a.lineOffset === b.lineOffset;
}
