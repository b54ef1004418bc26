import type { PolicySource } from '../config/index.ts';
import type { Slices } from '../kernel/index.ts';
import {
  type InJson,
  type Policy,
  type PolicyError,
  type ReadResult,
  readingInJson,
  readingPolicy,
} from '../policy/index.ts';

/** A policy that was read, with the text that it was read from. */
export interface ReadPolicy {
  readonly source: PolicySource;
  readonly policy: Policy;
  readonly warnings: readonly { readonly message: string }[];
}

export type PolicyOutcome =
  | ({ readonly ok: true } & ReadPolicy)
  | ({ readonly ok: false; readonly source: PolicySource } & Pick<ReadResult & { readonly ok: false }, 'errors'>);

/** What another thread has made of a policy in YAML: the same in JSON, or why it does not read. */
export type PolicyInJson =
  | { readonly ok: true; readonly inJson: InJson }
  | { readonly ok: false; readonly errors: readonly PolicyError[] };

/** Has a policy in YAML written as JSON by another thread; `undefined`, now or later: it is to be read as it is. */
export type WriteInJson = (source: PolicySource) => Promise<PolicyInJson | undefined> | undefined;

/**
 * Reads and compiles policies while calls are served: in slices, and none that is in force already.
 *
 * @param known what is in force, by name
 * @param inJson who writes YAML as JSON, where it is not to hold up anybody
 */
export async function* readPolicies(
  sources: Iterable<PolicySource>,
  known: ReadonlyMap<string, ReadPolicy>,
  slices: Slices,
  inJson: WriteInJson | undefined,
): AsyncGenerator<PolicyOutcome, void, void> {
  for (const source of sources) {
    if (slices.over) await slices.rest();
    const before = known.get(source.name);
    if (before !== undefined && sameText(before.source, source)) {
      yield { ...before, ok: true, source };
      continue;
    }
    const read = await readOne(source, inJson, slices);
    yield read.ok
      ? { ok: true, source, policy: read.policy, warnings: read.warnings }
      : { ok: false, source, errors: read.errors };
  }
}

async function readOne(
  source: PolicySource,
  write: WriteInJson | undefined,
  slices: Slices,
): Promise<ReadResult | Extract<PolicyInJson, { ok: false }>> {
  const { name, text, format, lineOffset, columnOffset } = source;
  const options = { name, lineOffset, columnOffset };
  const written = format === 'yaml' ? await write?.(source) : undefined;
  if (written === undefined) return inSlices(readingPolicy(text, format, options), slices);
  return written.ok ? inSlices(readingInJson(text, written.inJson, options), slices) : written;
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
  return (
    a.text === b.text && a.format === b.format && a.lineOffset === b.lineOffset && a.columnOffset === b.columnOffset
  );
}
