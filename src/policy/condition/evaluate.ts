import type { CallContext, ToolCall } from '../call.ts';
import type { Trace } from '../judge/trace.ts';
import type { Zone } from '../time/zone.ts';
import type { Condition, Each, Leaf } from './condition.ts';
import { factOf } from './facts.ts';
import type { Meter } from './meter.ts';
import type { Path } from './path.ts';
import { type Fan, type Found, fan, follow, missing, unreadable } from './resolve.ts';
import { allTrue, someTrue, type Truth, unknown } from './truth.ts';

/** What a condition may look at, and what for. */
export interface Question {
  /** `require` asks for permission, `deny_if` and `approve_if` for refusal. */
  readonly purpose: 'permission' | 'refusal';
  readonly call: ToolCall;
  readonly context: CallContext;
  readonly zone: Zone;
  readonly meter: Meter;
  readonly trace: Trace | undefined;
  /** The element that the innermost `each` is at. */
  readonly item: Found;
}

/** What a condition says of a call. */
export function evaluate(condition: Condition, question: Question): Truth {
  question.meter.spend(1);
  switch (condition.kind) {
    case 'leaf':
      return leaf(condition, question);
    case 'all':
      return allTrue(condition.of, (part) => evaluate(part, question));
    case 'any':
      return someTrue(condition.of, (part) => evaluate(part, question));
    case 'each':
      return each(condition, question);
  }
}

/** Whether a condition counts as holding: for permission only when true, for refusal unless false. */
export function holds(condition: Condition, question: Question): boolean {
  const truth = evaluate(condition, question);
  return question.purpose === 'permission' ? truth === true : truth !== false;
}

function leaf(condition: Leaf, question: Question): Truth {
  const { path } = condition;
  const truth = path.fansOut
    ? quantified(fanOut(path, question), question, (found) => ofOne(condition, found, question))
    : ofOne(condition, follow(start(path, question), path.steps), question);
  question.trace?.leaf(condition, truth);
  return truth;
}

/** `[*]` and `each`: every element, of at least one on each branch, for permission; some element for refusal. */
function quantified({ found, everyBranch }: Fan, question: Question, judge: (found: Found) => Truth): Truth {
  if (question.purpose === 'refusal') return someTrue(found, judge);
  return everyBranch ? allTrue(found, judge) : false;
}

function ofOne({ predicate, negated, negative }: Leaf, found: Found, question: Question): Truth {
  if (predicate.kind === 'exists') {
    const present = found !== missing && found !== unreadable && found !== null;
    return (present === predicate.present) !== negated;
  }
  if (found === unreadable) return unknown;
  if (found === missing) return question.purpose === 'permission' ? unknown : negative;
  if (found === null && !predicate.judgesNull) return unknown;
  const truth = predicate.test(found, question.meter);
  return truth === unknown ? unknown : truth !== negated;
}

function each(condition: Each, question: Question): Truth {
  const { path } = condition;
  const lists = fanOut({ ...path, steps: [...path.steps, { kind: 'every' }] }, question);
  return quantified(lists, question, (item) => {
    if (item === unreadable) return unknown;
    if (item === missing && question.purpose === 'permission') return unknown;
    // No list at all counts like a leaf whose path is missing: true under an odd number of `not`.
    if (item === missing && condition.negated) return true;
    return evaluate(condition.of, { ...question, item });
  });
}

function fanOut(path: Path, question: Question): Fan {
  return fan(start(path, question), path.steps, (steps) => question.meter.spend(steps));
}

function start(path: Path, question: Question): Found {
  return path.root === 'item' ? question.item : factOf(path.root, question.call, question.context, question.zone);
}
