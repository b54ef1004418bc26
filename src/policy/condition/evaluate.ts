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
export interface ConditionScope {
  /** `require` asks for permission, `deny_if` and `approve_if` for refusal. */
  readonly purpose: 'permission' | 'refusal';
  readonly call: ToolCall;
  readonly context: CallContext;
  readonly zone: Zone;
  readonly meter: Meter;
  readonly trace: Trace | undefined;
}

/**
 * What a condition says of a call.
 *
 * @param item the element that the innermost `each` is at
 */
function evaluate(condition: Condition, question: ConditionScope, item: Found = missing): Truth {
  question.meter.spend(2);
  switch (condition.kind) {
    case 'leaf':
      return leaf(condition, question, item);
    case 'all':
      return allTrue(condition.of, (part) => evaluate(part, question, item));
    case 'any':
      return someTrue(condition.of, (part) => evaluate(part, question, item));
    case 'each':
      return each(condition, question, item);
  }
}

/** Whether a condition counts as holding: for permission only when true, for refusal unless false. */
export function holds(condition: Condition, question: ConditionScope): boolean {
  const truth = evaluate(condition, question);
  return question.purpose === 'permission' ? truth === true : truth !== false;
}

function leaf(condition: Leaf, question: ConditionScope, item: Found): Truth {
  const { path } = condition;
  if (path.fansOut) {
    const truth = quantified(fanOut(path, question, item), question, (found) => ofOne(condition, found, question));
    question.trace?.leaf(condition, truth);
    return truth;
  }
  const found = follow(start(path, question, item), path.steps);
  const truth = ofOne(condition, found, question);
  question.trace?.leaf(condition, truth, found);
  return truth;
}

/** `[*]` and `each`: every element, of at least one on each branch, for permission; some element for refusal. */
function quantified({ found, everyBranch }: Fan, question: ConditionScope, judge: (found: Found) => Truth): Truth {
  if (question.purpose === 'refusal') return someTrue(found, judge);
  return everyBranch ? allTrue(found, judge) : false;
}

function ofOne({ predicate, negated, negative }: Leaf, found: Found, question: ConditionScope): Truth {
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

function each(condition: Each, question: ConditionScope, outer: Found): Truth {
  const lists = fanOut(condition.elements, question, outer);
  return quantified(lists, question, (item) => {
    if (item === unreadable) return unknown;
    if (item === missing && question.purpose === 'permission') return unknown;
    // No list at all counts like a leaf whose path is missing: true under an odd number of `not`.
    if (item === missing && condition.negated) return true;
    return evaluate(condition.of, question, item);
  });
}

function fanOut(path: Path, question: ConditionScope, item: Found): Fan {
  return fan(start(path, question, item), path.steps, (steps) => question.meter.spend(steps));
}

function start(path: Path, question: ConditionScope, item: Found): Found {
  return path.root === 'item' ? item : factOf(path.root, question.call, question.context, question.zone);
}
