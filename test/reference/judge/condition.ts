import type { JsonObject } from '../../../src/protocol/index.ts';
import type { Condition, Leaf } from './document.ts';
import { namesNull, operate } from './operator.ts';
import { type Found, follow, stepsOf } from './path.ts';
import { kleeneAll, kleeneAny, kleeneNot, type Truth } from './truth.ts';

/** `require` asks for permission; `deny_if` and `approve_if` ask for refusal. */
export type Purpose = 'permission' | 'refusal';

/** What a leaf met: a row of the histogram. */
export type Met = 'missing' | 'null' | 'wrong type' | 'unreadable' | 'true' | 'false';
export type Witness = (leaf: Leaf, purpose: Purpose, met: Met) => void;

/** Where a condition stands: what it is for, whether under an odd number of `not`, and what its paths begin at. */
interface Place {
  readonly purpose: Purpose;
  readonly negated: boolean;
  readonly world: JsonObject;
  readonly witness: Witness;
}

/** Section 2: "A condition holds for permission only when *true*, for refusal when *true or unknown*." */
export function holds(condition: Condition, purpose: Purpose, world: JsonObject, witness: Witness): boolean {
  const truth = evaluate(condition, { purpose, negated: false, world, witness });
  return purpose === 'permission' ? truth === 'true' : truth !== 'false';
}

/** "Negation is pushed to the leaves first": under an odd number of `not`, `all` is *any* of the negated, and back. */
function evaluate(condition: Condition, place: Place): Truth {
  if ('not' in condition) return evaluate(condition.not, { ...place, negated: !place.negated });
  if ('op' in condition) return fan(follow(place.world, stepsOf(condition.path)), place, answerLeaf(condition, place));
  if ('each' in condition) return each(condition, place);
  const parts = 'all' in condition ? condition.all : condition.any;
  return join('all' in condition, parts, place);
}

function join(all: boolean, parts: readonly Condition[], place: Place): Truth {
  const truths = parts.map((part) => evaluate(part, place));
  return all !== place.negated ? kleeneAll(truths) : kleeneAny(truths);
}

/** "then `[*]` means *every* element, of at least one, for permission, and *some* element for refusal" */
function fan(found: Found, place: Place, answer: (one: Exclude<Found, { kind: 'elements' }>) => Truth): Truth {
  if (found.kind !== 'elements') return answer(found);
  const truths = found.of.map((one) => fan(one, place, answer));
  if (place.purpose === 'refusal') return kleeneAny(truths);
  return truths.length === 0 ? 'false' : kleeneAll(truths);
}

/**
 * Section 7: "`each` fans out as `[*]` does …, pushed through `not` likewise; no list is unjudgeable". A missing list
 * is read as `[*]` reads it: for permission there is no element that could permit; for refusal every path from `item.`
 * is missing.
 */
function each(condition: { readonly each: string; readonly all: readonly Condition[] }, place: Place): Truth {
  const everyElement = stepsOf(`${condition.each}[*]`);
  const list = follow(place.world, stepsOf(condition.each));
  if (list.kind === 'missing' || (list.kind === 'value' && list.value === null && place.purpose === 'permission')) {
    if (place.purpose === 'permission') return 'unknown';
    return place.negated ? 'true' : join(true, condition.all, { ...place, world: withoutItem(place.world) });
  }
  return fan(follow(place.world, everyElement), place, (element) => {
    if (element.kind !== 'value') return 'unknown';
    return join(true, condition.all, { ...place, world: { ...place.world, item: element.value } });
  });
}

function withoutItem(world: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(world).filter(([root]) => root !== 'item'));
}

function answerLeaf(leaf: Leaf, place: Place): (found: Exclude<Found, { kind: 'elements' }>) => Truth {
  return (found) => {
    const met = meet(leaf, found, place.purpose);
    place.witness(leaf, place.purpose, met.seen);
    if (met.answer !== 'missing') return place.negated ? kleeneNot(met.answer) : met.answer;
    // The table of section 2: "path missing", for permission and for refusal.
    if (place.purpose === 'permission') return 'unknown';
    const negative = leaf.op === 'neq' || leaf.op === 'not_in' || place.negated;
    return negative ? 'true' : 'false';
  };
}

interface Meeting {
  readonly seen: Met;
  readonly answer: Truth | 'missing';
}

function meet(leaf: Leaf, found: Exclude<Found, { kind: 'elements' }>, purpose: Purpose): Meeting {
  // Section 7: "`exists` is always true or false; what cannot be reached is absent."
  if (leaf.op === 'exists') {
    const value = found.kind === 'value' ? found.value : null;
    const answer = operate(leaf, value) === true ? 'true' : 'false';
    if (found.kind === 'missing') return { seen: 'missing', answer };
    return { seen: found.kind === 'value' && value === null ? 'null' : answer, answer };
  }
  if (found.kind === 'missing') return { seen: 'missing', answer: 'missing' };
  if (found.kind === 'unjudgeable') return { seen: 'wrong type', answer: 'unknown' };
  const { value } = found;
  // Section 2: "for permission it counts as absent; for refusal it is unjudgeable; both unless the operator is `type`
  // or `exists` (absent) or the operand names null".
  if (value === null && leaf.op !== 'type' && !namesNull(leaf)) {
    return { seen: 'null', answer: purpose === 'permission' ? 'missing' : 'unknown' };
  }
  const answer = operate(leaf, value);
  if (answer === 'wrong type' || answer === 'unreadable') return { seen: answer, answer: 'unknown' };
  return { seen: value === null ? 'null' : `${answer}`, answer: `${answer}` };
}
