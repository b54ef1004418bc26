import { categories, judge, type Policy, severities } from '../../policy/index.ts';
import { isJsonObject, type JsonValue } from '../../protocol/index.ts';
import type { Step } from '../document.ts';
import type { Wish } from '../witness/wish.ts';
import type { Atom } from './atom.ts';
import { type ComparedSubject, callOf, ordinaryTime } from './setting.ts';
import { emptyTree, plant, type ValueTree } from './value-tree.ts';
import { type Observe, valuesAt } from './values-at.ts';

/** One class of what may stand in a slot: what the slot's atoms answer, and values that answer so. */
export interface Choice {
  readonly answers: readonly boolean[];
  /** Of which the first is the simplest; `undefined` leaves the slot as in an ordinary call. */
  readonly values: readonly (JsonValue | undefined)[];
}

export interface Choices {
  readonly choices: readonly Choice[];
  /** Whether there can be no other class. */
  readonly complete: boolean;
}

/** How many values of a class are kept, for questions that are asked of several slots at once. */
const mostValues = 12;

/**
 * What may stand in a slot.
 *
 * @param atoms those that ask of this slot alone
 * @param hints further questions, whose answers are worth telling apart since something asks of several slots at once
 */
export function choicesOf(
  slot: string,
  atoms: readonly Atom[],
  hints: readonly Atom[],
  subject: ComparedSubject,
): Choices {
  const probes = atoms.map(({ probe }) => probe);
  const parts = [...atoms.flatMap((atom) => atom.parts), ...hints.map(({ probe }) => probe)];
  const ask = (policies: readonly Policy[], value: JsonValue | undefined): string => {
    const { call, context } = callOf(subject, value === undefined ? new Map() : new Map([[slot, value]]));
    return policies.map((policy) => (judge(policy, call, context).verdict === 'pass' ? '1' : '0')).join('');
  };
  const everything = [...probes, ...parts];
  const tree = treeOf(slot, [...atoms, ...hints]);
  const { values, complete } = candidates(slot, tree, subject, (value) => ask(everything, value));
  const found = new Map<string, (JsonValue | undefined)[]>();
  for (const value of values) {
    const answer = ask(probes, value);
    const known = found.get(answer) ?? [];
    if (known.length < mostValues) known.push(value);
    found.set(answer, known);
  }
  const choices = [...found].map(([answer, some]) => ({
    answers: answer.split('').map((bit) => bit === '1'),
    values: some,
  }));
  return { choices, complete };
}

/** A wish inside a slot. */
interface Planted extends Wish {
  readonly slot: string;
  readonly steps: readonly Step[];
}

/** The wishes of an atom, by slot. Where all arguments are one slot, an argument is a key in it. */
function plantedIn({ wishes }: Atom, merged: boolean): Planted[] {
  return wishes.map(({ op, operand, place }) =>
    merged && place.slot.startsWith('args.')
      ? { op, operand, slot: 'args', steps: [{ kind: 'key', key: place.slot.slice('args.'.length) }, ...place.steps] }
      : { op, operand, slot: place.slot, steps: place.steps },
  );
}

function treeOf(slot: string, atoms: readonly Atom[]): ValueTree {
  const tree = emptyTree();
  const planted = atoms.flatMap((atom) => plantedIn(atom, slot === 'args'));
  for (const wish of planted) if (wish.slot === slot) plant(tree, wish.steps, wish);
  return tree;
}

interface Candidates {
  readonly values: readonly (JsonValue | undefined)[];
  readonly complete: boolean;
}

/** The class of values that the gateway never puts into a slot. */
const cannotBe = 'cannot be';

/** What a slot may hold, by what the gateway puts there. */
function candidates(slot: string, tree: ValueTree, subject: ComparedSubject, observe: Observe): Candidates {
  if (slot === 'args') {
    const { values } = valuesAt(tree, (value) => (isJsonObject(value) ? observe(value) : cannotBe));
    return { values: [undefined, ...values.filter(isJsonObject)], complete: false };
  }
  if (slot.startsWith('args.')) {
    const { values, complete } = valuesAt(tree, observe);
    return { values: [undefined, ...values], complete };
  }
  if (slot.startsWith('tool.annotations.')) {
    // Of a tool whose definition is known, its annotations are.
    if (subject.annotations !== undefined) return { values: [undefined], complete: true };
    const { values, complete } = valuesAt(tree, observe);
    return { values: [undefined, ...values], complete };
  }
  if (slot === 'tool.category') return { values: [undefined, ...categories], complete: true };
  if (slot === 'tool.severity') return { values: [undefined, ...severities], complete: true };
  if (slot === 'tool.name') return { values: [undefined], complete: true };
  if (slot === 'time') return times(tree);
  if (slot === 'user') return users(tree, observe);
  const { values, complete } = valuesAt(tree, (value) => (typeof value === 'string' ? observe(value) : cannotBe));
  return { values: [undefined, ...values.filter((value) => typeof value === 'string')], complete };
}

const hour = 3_600_000;

/** Every hour of a week; where minutes or dates are asked for, nobody can try them all. */
function times(tree: ValueTree): Candidates {
  const week = Array.from({ length: 7 * 24 }, (_, index) => ordinaryTime + index * hour);
  const iso = tree.keys.get('iso');
  const named = iso?.wishes.flatMap(({ operand }) => (typeof operand === 'string' ? [Date.parse(operand)] : [])) ?? [];
  const around = named.filter(Number.isFinite).flatMap((ms) => [ms - 1, ms, ms + 1, ms - 86_400_000, ms + 86_400_000]);
  // Summer differs from winter where a zone has both.
  const summer = week.filter((_, index) => index % 4 === 0).map((ms) => ms + 26 * 7 * 24 * hour);
  return { values: [...week, ...summer, ...around], complete: iso === undefined };
}

function users(tree: ValueTree, observe: Observe): Candidates {
  const [email = emptyTree(), groups = emptyTree()] = [tree.keys.get('email'), tree.keys.get('groups')];
  const texts = valuesAt(email, (value) =>
    typeof value === 'string' ? observe({ email: value, groups: [] }) : cannotBe,
  );
  const isTexts = (value: JsonValue): boolean =>
    Array.isArray(value) && value.every((item) => typeof item === 'string');
  const lists = valuesAt(groups, (value) => (isTexts(value) ? observe({ groups: value }) : cannotBe));
  const emails = [undefined, ...texts.values.filter((value) => typeof value === 'string')];
  const users = lists.values
    .filter(isTexts)
    .flatMap((some) => emails.map((text) => ({ ...(text !== undefined && { email: text }), groups: some })));
  return { values: [undefined, ...users], complete: texts.complete && lists.complete && users.length < 2_000 };
}
