import type { Code, Outcome } from '../../kernel/index.ts';
import type { PolicyError } from '../../policy/index.ts';
import {
  integer,
  list,
  needed,
  object,
  optional,
  type Place,
  type Reader,
  readDocument,
  text,
  window,
  word,
} from '../../policy/read/index.ts';
import { type Defaults, defaults, type WrittenCall, writtenCall } from './call-reader.ts';

/** How a call must end; what is not said may be anything. */
export interface Expectation {
  readonly place: Place;
  readonly outcome: Outcome;
  readonly code: Code | undefined;
  readonly rule: string | undefined;
  readonly reason: string | undefined;
}

/** A call that is made, once or several times. */
export interface TestStep {
  readonly call: WrittenCall;
  readonly expect: Expectation;
  readonly times: number;
  /** The moment of the call, ms since the epoch. */
  readonly now: number;
}

/** Calls that are made one after another and take from the same budgets. */
export interface TestCase {
  readonly name: string;
  readonly place: Place;
  readonly steps: readonly TestStep[];
}

/** A file of calls and how they must end. */
export interface PolicyTests {
  /** The policy's file, relative to this one. */
  readonly policy: string | undefined;
  readonly defaults: Defaults | undefined;
  readonly cases: readonly TestCase[];
}

export type ReadTests =
  | {
      readonly ok: true;
      readonly tests: PolicyTests;
      readonly positionAt: (offset: number) => { readonly line: number; readonly column: number };
    }
  | { readonly ok: false; readonly errors: readonly PolicyError[] };

/** Reads a file of tests, as strictly as a policy is read. */
export function readPolicyTests(source: string, format: 'json' | 'yaml'): ReadTests {
  const read = readDocument(source, format, testsDocument);
  return read.ok ? { ok: true, tests: read.value, positionAt: read.positionAt } : read;
}

const outcomes = [
  'allow',
  'deny',
  'hold',
  'hidden',
  'would_deny',
  'would_hold',
  'refused',
] as const satisfies readonly Outcome[];

/** When a call is made that does not say: a Monday, at noon. */
const ordinary = Date.UTC(2026, 0, 5, 12);

const outcome = word(...outcomes);
/** Those that a judgement of one call can end with. */
const code: Reader<Code> = word(
  'default_deny',
  'denied',
  'condition',
  'arguments',
  'rate_limited',
  'concurrency',
  'policy_error',
  'approval_required',
  'hidden',
  'unknown_tool',
  'bad_request',
);
const rule: Reader<string> = {
  schema: { type: 'string', pattern: '^/' },
  read: (node, pointer, report) =>
    node.kind === 'string' && node.value.startsWith('/')
      ? node.value
      : report.wrongType(node, pointer, 'a JSON pointer such as /tools/x/require/0'),
};

const expectObject = object('an outcome, or an object with outcome, code, rule and reason', {
  outcome: needed(outcome, 'How the call must end.'),
  code: optional(code, 'Its code.'),
  rule: optional(rule, 'JSON pointer of the rule that must decide.'),
  reason: optional(text(), 'What the agent must be told.'),
});

const expectation: Reader<Expectation> = {
  schema: { anyOf: [outcome.schema, expectObject.schema] },
  read(node, pointer, report) {
    if (node.kind === 'object') return expectObject.read(node, pointer, report);
    const read = outcome.read(node, pointer, report);
    return (
      read && {
        place: { pointer, start: node.start },
        outcome: read,
        code: undefined,
        rule: undefined,
        reason: undefined,
      }
    );
  },
};

const times = optional(integer(1, 100_000), 'How often the call is made; each time it must end so.');

/** With the keys that stand in it, also of values that could not be read: those were complained of already. */
function withKeys<T extends object>(of: Reader<T>): Reader<T & { readonly keys: ReadonlySet<string> }> {
  return {
    schema: of.schema,
    read(node, pointer, report) {
      const read = of.read(node, pointer, report);
      if (read === undefined || node.kind !== 'object') return undefined;
      return { ...read, keys: new Set(node.members.map(({ key }) => key)) };
    },
  };
}

const stepObject = object('a step: an object with call, after, times and expect', {
  call: optional(writtenCall, "The call; the case's own when absent."),
  after: optional(window, 'How long after the step before: seconds, "90s", "5m", or a window name.'),
  times,
  expect: needed(expectation, 'How it must end.'),
});

const caseObject = object('a case: an object with name, call and expect, or name and steps', {
  name: needed(text(200), 'What the case shows.'),
  call: optional(writtenCall, 'The call.'),
  times,
  expect: optional(expectation, 'How the call must end.'),
  steps: optional(
    list('a list of steps', withKeys(stepObject), 1),
    'Calls that take from the same budgets, in this order.',
  ),
});

const caseEntry = withKeys(caseObject);

const root = object('tests of a policy: an object with policy and cases', {
  $schema: optional(text(2_000), 'For editors only.'),
  description: optional(text(2_000, true), 'Free text.'),
  policy: optional(text(), 'The file of the policy, relative to this one.'),
  defaults: optional(defaults, 'What the calls have in common.'),
  cases: needed(list('a list of cases', caseEntry, 1), 'The cases, each with budgets of its own.'),
});

const testsDocument: Reader<PolicyTests> = {
  schema: root.schema,
  read(node, pointer, report) {
    const read = root.read(node, pointer, report);
    if (read === undefined) return undefined;
    const names = new Set<string>();
    const cases = read.cases.map((each): TestCase | undefined => {
      if (names.has(each.name)) report.error(each.place, 'a name that no other case has', JSON.stringify(each.name));
      names.add(each.name);
      const steps = stepsOf(each, read.defaults, report);
      return steps && { name: each.name, place: each.place, steps };
    });
    const found = cases.filter((each) => each !== undefined);
    return { policy: read.policy, defaults: read.defaults, cases: found };
  },
};

type Report = Parameters<Reader<unknown>['read']>[2];
type ReadCase = NonNullable<ReturnType<typeof caseEntry.read>>;

/** The calls of a case with their moments: time goes on from step to step and never back. */
function stepsOf(read: ReadCase, common: Defaults | undefined, report: Report): TestStep[] | undefined {
  const { place, keys, steps, expect, call } = read;
  const inSteps = keys.has('steps');
  if (inSteps === keys.has('expect'))
    return report.error(place, 'either expect or steps', inSteps ? 'both' : 'neither');
  if (inSteps && keys.has('times')) return report.error(place, 'times in the steps', 'times beside them');
  if (!inSteps && !keys.has('call')) return report.error(place, 'the key "call"', 'no such key');
  const written = steps ?? [{ call, after: undefined, times: read.times, expect, place, keys }];
  let now = call?.says.now ?? common?.now ?? ordinary;
  const made: TestStep[] = [];
  for (const one of written) {
    const taken = one.call ?? call;
    if (taken === undefined && !one.keys.has('call') && !keys.has('call')) {
      return report.error(one.place, 'the key "call"', 'no such key');
    }
    if (taken === undefined || one.expect === undefined) return undefined;
    const later = now + (one.after?.ms ?? 0);
    const said = one.call?.says.now;
    if (said !== undefined && said < later)
      return report.error(one.place, 'no earlier time than the step before', 'one');
    now = said ?? later;
    made.push({ call: taken, expect: one.expect, times: one.times ?? 1, now });
  }
  return made;
}
