import type { PolicyDocument } from '../judge/document.ts';
import { anyStep, type Step } from './call.ts';
import { anyDocument } from './document.ts';
import { choices } from './random.ts';

/** A document and the calls that are made under it, one after another. */
export interface Case {
  readonly document: PolicyDocument;
  readonly steps: readonly Step[];
}

/** Calls of one document: enough to fill its budgets, few enough that many documents are seen. */
export const stepsOfCase = 8;

const midnight = Date.UTC(2026, 0, 1);

export function caseOf(seed: number): Case {
  const random = choices(seed);
  const document = anyDocument(random);
  // Some gaps are window lengths to the millisecond: a budget is free again at its boundary, not before.
  const gaps = [0, 1, 500, 999, 1000, 1001, 7000, 20_000, 59_999, 60_000, 3_600_000];
  let now = midnight + random.pick([0, -1, 86_400_000 - 30_000, random.int(604_800) * 1000]);
  const steps = Array.from({ length: stepsOfCase }, () => {
    now += random.pick(gaps);
    return anyStep(random, document, now);
  });
  return { document, steps };
}
