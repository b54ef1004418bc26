import { manualClock } from '../../kernel/index.ts';
import { memoryLimiter } from '../../limits/index.ts';
import { type Judgement, judge, type Policy, Trace, type TraceLine } from '../../policy/index.ts';
import { type Decision, decide } from '../decide.ts';
import { judgedCall } from './call-reader.ts';
import { Coverage } from './coverage.ts';
import type { Expectation, PolicyTests, TestCase } from './policy-tests.ts';

/** A call that did not end as it must. */
export interface TestFailure {
  readonly expected: Expectation;
  readonly actual: Decision;
  /** The call as the test writes it. */
  readonly call: string;
  /** Which of how many: a step may be made several times. */
  readonly time: number;
  readonly times: number;
  /** The number of the step in the case, from 1. */
  readonly step: number;
  /** Everything that the judge looked at. */
  readonly trace: readonly TraceLine[];
}

export interface CaseResult {
  readonly test: TestCase;
  /** How many calls were made. A case ends with its first failure: what comes after would build on it. */
  readonly calls: number;
  readonly failure: TestFailure | undefined;
}

/** Runs every case against budgets of its own. */
export function runPolicyTests(
  policy: Policy,
  tests: PolicyTests,
  coverage = new Coverage(policy),
): readonly CaseResult[] {
  return tests.cases.map((test) => runCase(policy, test, tests.defaults, coverage));
}

function runCase(policy: Policy, test: TestCase, common: PolicyTests['defaults'], coverage: Coverage): CaseResult {
  const clock = manualClock(test.steps[0]?.now ?? 0);
  const limiter = memoryLimiter(clock);
  let calls = 0;
  for (const [index, step] of test.steps.entries()) {
    clock.set(step.now);
    const input = { ...judgedCall(step.call, common, step.now), refused: undefined };
    for (let time = 1; time <= step.times; time++) {
      const trace = new Trace();
      let judged: Judgement | undefined;
      const actual = decide(policy, input, limiter, (asked, call, context) => {
        judged = judge(asked, call, context, trace);
        return judged;
      });
      calls++;
      coverage.add(actual, judged, trace.lines);
      if (meets(step.expect, actual)) continue;
      const { expect: expected, times, call } = step;
      return {
        test,
        calls,
        failure: { expected, actual, call: call.text, time, times, step: index + 1, trace: trace.lines },
      };
    }
  }
  return { test, calls, failure: undefined };
}

function meets(expected: Expectation, actual: Decision): boolean {
  return (
    expected.outcome === actual.outcome &&
    (expected.code ?? actual.code) === actual.code &&
    (expected.rule ?? actual.rule) === actual.rule &&
    (expected.reason ?? actual.reason) === actual.reason
  );
}
