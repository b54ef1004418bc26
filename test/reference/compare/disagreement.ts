import type { Case } from '../generate/case.ts';
import type { Witness } from '../judge/condition.ts';
import { type Answer, answersOf } from './answer.ts';
import type { Side } from './side.ts';

/** The first step of a case on which two sides part. */
export interface Disagreement {
  readonly step: number;
  readonly left: Answer | undefined;
  readonly right: Answer | undefined;
}

export function disagreement(one: Case, left: Side, right: Side, witness?: Witness): Disagreement | undefined {
  return compareAnswers(answersOf(left, one, witness), answersOf(right, one));
}

export function compareAnswers(left: readonly Answer[], right: readonly Answer[]): Disagreement | undefined {
  const step = left.findIndex((answer, i) => canonical(answer) !== canonical(right[i]));
  return step === -1 ? undefined : { step, left: left[step], right: right[step] };
}

/** JSON with sorted members, `undefined` left out. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, member: unknown) =>
    typeof member === 'object' && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)))
      : member,
  );
}

/** What a person needs to judge who is right. */
export function describe(one: Case, { step, left, right }: Disagreement, names: readonly [string, string]): string {
  return [
    `document: ${JSON.stringify(one.document)}`,
    ...one.steps.slice(0, step + 1).map((made, i) => `call ${i}: ${JSON.stringify(made)}`),
    `${names[0]} on call ${step}: ${canonical(left)}`,
    `${names[1]} on call ${step}: ${canonical(right)}`,
  ].join('\n');
}
