import { describe, expect, it } from 'vitest';
import { type Answer, answersOf } from './compare/answer.ts';
import { compareAnswers } from './compare/disagreement.ts';
import { loadMutant } from './compare/load-mutant.ts';
import { mutants } from './compare/mutants.ts';
import { reference, type Side } from './compare/side.ts';
import { type Case, caseOf, stepsOfCase } from './generate/case.ts';

/** A mistake that hides for longer than this is one that the comparison in CI could miss. */
const within = 40_000;

/** What the reference answers is the same for every mutant, so it is asked once. */
const asked: { readonly one: Case; readonly answers: readonly Answer[] }[] = [];

function ask(seed: number): (typeof asked)[number] {
  const known = asked[seed];
  if (known !== undefined) return known;
  const one = caseOf(seed);
  const fresh = { one, answers: answersOf(reference, one) };
  asked[seed] = fresh;
  return fresh;
}

function pairsUntilFound(other: Side): number | undefined {
  for (let seed = 0; seed * stepsOfCase < within; seed += 1) {
    const { one, answers } = ask(seed);
    if (compareAnswers(answers, answersOf(other, one))) return (seed + 1) * stepsOfCase;
  }
  return undefined;
}

describe('planted disagreements', () => {
  it.each(mutants.map((mutant, number) => ({ mutant, number })))(
    '$mutant.mistake',
    { timeout: 120_000 },
    async ({ mutant, number }) => {
      const pairs = pairsUntilFound(await loadMutant(mutant, number));
      expect(pairs, `not found within ${within} pairs`).toBeDefined();
    },
  );

  it('the reference does not disagree with itself', () => {
    const again: Side = { ...reference, name: 'again' };
    for (let seed = 0; seed < 100; seed += 1) {
      const { one, answers } = ask(seed);
      expect(compareAnswers(answers, answersOf(again, one))).toBeUndefined();
    }
  });
});
