import { assertNever, escapeUnsafe } from '../../kernel/index.ts';
import {
  type CaseResult,
  type Coverage,
  type CoveredRule,
  inWords,
  junit,
  rulePlaces,
  type TestFailure,
} from '../../lab/index.ts';
import type { Policy } from '../../policy/index.ts';
import { counted } from '../counted.ts';

export interface TestedPolicy {
  readonly file: string;
  readonly policy: Policy;
  readonly coverage: Coverage;
}

export interface TestedFile {
  readonly file: string;
  readonly policy: TestedPolicy;
  readonly positionAt: (offset: number) => { readonly line: number; readonly column: number };
  readonly results: readonly CaseResult[];
}

interface Wanted {
  readonly format: 'text' | 'json' | 'junit';
  readonly coverage: boolean;
}

interface Report {
  readonly text: string;
  readonly failed: number;
  /** Percent of the rules of all policies that decided a call, to one decimal place. */
  readonly coverage: number;
}

/** What was found, as the reader of it wants it. */
export function testReport(
  files: readonly TestedFile[],
  policies: readonly TestedPolicy[],
  { format, coverage }: Wanted,
): Report {
  const failed = files.flatMap(({ results }) => results).filter(({ failure }) => failure !== undefined).length;
  const rules = policies.flatMap((each) => each.coverage.rules());
  const reached = rules.filter((rule) => rule.reached).length;
  const shared = { failed, coverage: rules.length === 0 ? 100 : Math.floor((reached / rules.length) * 1000) / 10 };
  switch (format) {
    case 'text':
      return { ...shared, text: asText(files, coverage ? policies : []) };
    case 'json':
      return { ...shared, text: `${JSON.stringify(asJson(files, coverage ? policies : []))}\n` };
    case 'junit':
      return { ...shared, text: junit(files.map(asSuite)) };
    default:
      return assertNever(format);
  }
}

function asText(files: readonly TestedFile[], covered: readonly TestedPolicy[]): string {
  const lines: string[] = [];
  for (const tested of files) {
    const { file, results, positionAt } = tested;
    for (const { test, failure } of results) {
      if (failure === undefined) continue;
      const { line, column } = positionAt(test.place.start);
      lines.push(
        `FAILED ${file}:${line}:${column} ${test.name}`,
        ...failureLines(failure, tested).map((each) => `  ${each}`),
        '',
      );
    }
  }
  for (const { file, results } of files) {
    const wrong = results.filter(({ failure }) => failure !== undefined).length;
    const calls = results.reduce((sum, result) => sum + result.calls, 0);
    lines.push(
      `${file}: ${results.length - wrong} of ${counted(results.length, 'case')} passed, ${counted(calls, 'call')}`,
    );
  }
  for (const { file, policy, coverage } of covered) lines.push(...coverageLines(file, policy, coverage.rules()));
  return lines.map((line) => `${escapeUnsafe(line)}\n`).join('');
}

function failureLines(failure: TestFailure, tested: TestedFile): string[] {
  const { policy, file } = tested.policy;
  const { step, time, times, call, trace, actual } = failure;
  const { expected, actual: came } = inWords(failure);
  const at = times > 1 ? `step ${step}, call ${time} of ${times}` : `step ${step}`;
  const place = placeOf(policy, actual.rule);
  return [
    `call      ${call} (${at}, ${tested.file}:${tested.positionAt(failure.expected.place.start).line})`,
    `expected  ${expected}`,
    `actual    ${came}${place === undefined ? '' : `, ${file}:${place.line}:${place.column}`}`,
    ...trace.map(({ rule, said }, index) => `${index === 0 ? 'looked at ' : '          '}${rule}  ${said}`),
  ];
}

/** Where the rule that decided stands in the policy. */
function placeOf(policy: Policy, rule: string | null): { readonly line: number; readonly column: number } | undefined {
  return rule === null ? undefined : rulePlaces(policy)(rule);
}

function coverageLines(file: string, policy: Policy, rules: readonly CoveredRule[]): string[] {
  const missed = rules.filter(({ reached }) => !reached);
  return [
    `${file}: ${rules.length - missed.length} of ${rules.length} rules decided a call`,
    ...missed.map(({ pointer, start }) => {
      const { line, column } = policy.positionAt(start);
      return `  never: ${pointer} (${file}:${line}:${column})`;
    }),
  ];
}

function asJson(files: readonly TestedFile[], covered: readonly TestedPolicy[]): object {
  return {
    files: files.map(({ file, policy, results, positionAt }) => ({
      file,
      policy: policy.file,
      cases: results.map(({ test, calls, failure }) => ({
        name: test.name,
        ...positionAt(test.place.start),
        passed: failure === undefined,
        calls,
        ...(failure !== undefined && { failure: jsonFailure(failure, policy.policy) }),
      })),
    })),
    ...(covered.length > 0 && {
      coverage: covered.map(({ file, policy, coverage }) => ({
        policy: file,
        rules: coverage
          .rules()
          .map(({ pointer, start, reached }) => ({ pointer, ...policy.positionAt(start), reached })),
      })),
    }),
  };
}

function jsonFailure({ expected, actual, call, time, times, step, trace }: TestFailure, policy: Policy): object {
  const { outcome, code, rule, reason } = expected;
  return {
    call: JSON.parse(call),
    step,
    time,
    times,
    expected: { outcome, code: code ?? null, rule: rule ?? null, reason: reason ?? null },
    actual: { ...actual, ...placeOf(policy, actual.rule) },
    trace,
  };
}

function asSuite(tested: TestedFile): Parameters<typeof junit>[0][number] {
  return {
    name: tested.file,
    cases: tested.results.map(({ test, failure }) => {
      const { line } = tested.positionAt(test.place.start);
      if (failure === undefined) return { name: test.name, line, failure };
      const { expected, actual } = inWords(failure);
      return {
        name: test.name,
        line,
        failure: { message: `expected ${expected}, got ${actual}`, text: failureLines(failure, tested).join('\n') },
      };
    }),
  };
}
