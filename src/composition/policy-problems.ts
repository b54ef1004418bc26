import type { PolicyProblem } from '../snapshot/index.ts';

/** Policies that do not read: the gateway does not start with them. */
export class PolicyProblems extends Error {
  readonly problems: readonly PolicyProblem[];

  constructor(problems: readonly PolicyProblem[]) {
    super('a policy cannot be read');
    this.name = 'PolicyProblems';
    this.problems = problems;
  }
}
