// Trains the linear model of src/catalog/classify/score.ts: logistic regression towards rules. A feature that repeats
// a verdict of the rules starts with a weight for it; labels move weights away from where they start, at a price.
import { type Category, categories, rankOf } from '../../src/catalog/classify/category.ts';
import { readDefinition, type ToolFeatures } from '../../src/catalog/classify/features.ts';
import type { Model } from '../../src/catalog/classify/score.ts';
import { verbOf } from '../../src/catalog/classify/word-forms.ts';
import type { Labelled } from './labels.ts';

/** A labelled tool, read. */
export interface Example {
  readonly labelled: Labelled;
  readonly reading: ToolFeatures;
  /** How much its label counts. */
  readonly weight: number;
}

const rounds = 300;
const pull = { weights: 1, claims: 2, steps: 0.25 };
const startOfRule = 6;
const startOfVague = 2;
const startOfEnum = 1;
/** What a name such as `manage_forms` leaves open, a list of its actions tells: enable, disable, delete. */
const startOfMention = 3;
const startOfUnknown = 4;
/** By how the claim is made: anywhere, in a clause on this tool, as the verb that opens a clause. */
const startOfClaim = new Map([
  ['', 1],
  ['!', 3],
  ['^', 6],
]);
/** A clause that opens a sentence and speaks of this tool, where the name is a word that may be a noun. */
const startOfLoose = 3;
const count = categories.length;

/** What a description claims of a tool whose name says little: known in advance, seen in the labels or not. */
const claimFeatures = ['silent', 'vague', ...categories.map((category) => `loose-${category}`)].flatMap((named) =>
  categories.slice(1).flatMap((category) => [...startOfClaim.keys()].map((how) => `says:${named}<${category}${how}`)),
);

/** Verdicts of the rules: they start with what a rule weighs, seen in the labels or not. */
const verdictFeatures = ['rule', 'vague'].flatMap((kind) => categories.map((category) => `${kind}:${category}`));

/** Reads labelled tools and says how much each label counts: hints of one author count less the more there are. */
export function examplesOf(labelled: readonly Labelled[], own: boolean): Example[] {
  const perServer = new Map<string, number>();
  for (const { tool } of labelled) perServer.set(tool.server, (perServer.get(tool.server) ?? 0) + 1);
  return labelled.map((one) => {
    const reading = readDefinition(one.tool);
    const grave = reading.verdicts.some((verdict) => rankOf(verdict) > 1);
    // A hint that a tool which sends, runs or deletes is read-only is no lesson.
    const hint = one.mutates === false && grave ? 0 : 0.6 / Math.sqrt(perServer.get(one.tool.server) ?? 1);
    return { labelled: one, reading, weight: one.category === undefined ? hint : own ? 0.8 : 1 };
  });
}

/** A word that no lexicon has, and never will. */
const nobodysWord = 'qolp';
/** How much a label counts whose verb is hidden. */
const hiddenWeight = 0.3;

/**
 * The same tools by names and descriptions in which the verb is a word that nobody knows: what nouns, parameters and the rest
 * of the description tell of it is learned from them, for tools whose verb no lexicon will have.
 */
export function hidden(examples: readonly Example[]): Example[] {
  return examples.flatMap(({ labelled, reading, weight }) => {
    const [deed, ...others] = reading.deeds;
    if (deed === undefined || others.length > 0 || labelled.category === undefined) return [];
    if (reading.schema.actions.length > 0 || !/^[a-z]+$/.test(deed.verb)) return [];
    const name = reading.words.map((word, at) => (at === deed.at ? nobodysWord : word)).join('_');
    const description = labelled.tool.description?.replace(/[A-Za-z]+/g, (word) => {
      const low = word.toLowerCase();
      if (verbOf(low) !== deed.verb) return word;
      return low === deed.verb ? nobodysWord : low.endsWith('ing') ? `${nobodysWord}ing` : `${nobodysWord}s`;
    });
    const tool = { ...labelled.tool, name, description };
    const again = readDefinition(tool);
    return again.silent && again.known
      ? [{ labelled: { ...labelled, tool }, reading: again, weight: weight * hiddenWeight }]
      : [];
  });
}

/** What the outcome should be: one category, shared with the second one that the reader would defend. */
function goalOf({ category, alternative, sure, mutates }: Labelled, given: readonly number[]): number[] {
  const goal = categories.map(() => 0);
  if (category !== undefined) {
    const shared = alternative === undefined ? 0 : sure ? 0.12 : 0.3;
    goal[rankOf(category)] = 1 - shared;
    if (alternative !== undefined) goal[rankOf(alternative)] = (goal[rankOf(alternative)] ?? 0) + shared;
    return goal;
  }
  if (mutates !== true) return goal.map((_, rank) => (rank === 0 ? 1 : 0));
  const rest = 1 - (given[0] ?? 0) + 1e-9;
  return goal.map((_, rank) => (rank === 0 ? 0 : (given[rank] ?? 0) / rest));
}

/** Trains on examples; the same examples in the same order give the same model. */
export function train(examples: readonly Example[]): Model {
  const firm = numbered(examples, (reading) => reading.firm);
  const raising = numbered(examples, (reading) => reading.raising);
  for (const feature of verdictFeatures) if (!firm.has(feature)) firm.set(feature, firm.size);
  for (const feature of claimFeatures) if (!raising.has(feature)) raising.set(feature, raising.size);
  const size = (firm.size + raising.size) * count;
  const offset = firm.size * count;
  const start = startOf(firm, raising, offset, size);
  const weights = Float64Array.from(start);
  const [momentum, speed, slope] = [new Float64Array(size), new Float64Array(size), new Float64Array(size)];
  const rows = examples.map(({ reading, labelled, weight }) => ({
    firm: reading.firm.flatMap((feature) => firm.get(feature) ?? []),
    raising: reading.raising.flatMap((feature) => raising.get(feature) ?? []),
    labelled,
    weight,
  }));
  const looseness = Float64Array.from([...firm.keys()].map(priceOf));
  for (let round = 1; round <= rounds; round++) {
    slope.fill(0);
    for (const row of rows) addSlope(row, weights, slope, offset);
    const rate = 0.1 * Math.min(1, 3 * (1 - round / (rounds + 1)));
    for (let at = 0; at < size; at++) {
      const [here, home] = [weights[at] ?? 0, start[at] ?? 0];
      const price =
        at < offset
          ? pull.weights * (looseness[Math.floor(at / count)] ?? 1) * (here - home)
          : home > 0
            ? pull.claims * (here - home)
            : pull.steps + 0.05 * here;
      const gradient = (slope[at] ?? 0) + price;
      momentum[at] = 0.9 * (momentum[at] ?? 0) + 0.1 * gradient;
      speed[at] = 0.99 * (speed[at] ?? 0) + 0.01 * gradient * gradient;
      const step =
        (momentum[at] ?? 0) / (1 - 0.9 ** round) / (Math.sqrt((speed[at] ?? 0) / (1 - 0.99 ** round)) + 1e-3);
      const next = here - rate * step;
      weights[at] = at >= offset ? Math.max(0, next) : next;
    }
  }
  return { firm: tableOf(firm, weights, 0), raising: tableOf(raising, weights, offset) };
}

/** Features that enough servers have, numbered in order of appearance. A word needs more servers than a rule. */
function numbered(examples: readonly Example[], of: (reading: ToolFeatures) => readonly string[]): Map<string, number> {
  const servers = new Map<string, Set<string>>();
  for (const { reading, labelled } of examples) {
    for (const feature of of(reading)) {
      const seen = servers.get(feature) ?? new Set();
      servers.set(feature, seen.add(labelled.tool.server));
    }
  }
  const numbers = new Map<string, number>();
  for (const [feature, seen] of servers) {
    if (seen.size >= (/^(w|last|p):/.test(feature) ? 6 : 2)) numbers.set(feature, numbers.size);
  }
  return numbers;
}

function startOf(
  firm: ReadonlyMap<string, number>,
  raising: ReadonlyMap<string, number>,
  offset: number,
  size: number,
): Float64Array {
  const start = new Float64Array(size);
  const named = (name: string | undefined): number => categories.indexOf(name as Category);
  for (const [feature, number] of firm) {
    const [, kind, category] = /^(rule|enum|vague):(.+)$/.exec(feature) ?? [];
    if (kind !== undefined)
      start[number * count + named(category)] =
        kind === 'rule' ? startOfRule : kind === 'vague' ? startOfVague : startOfEnum;
  }
  // Of a name without a known word nothing speaks for running something rather than sending it: the description decides.
  const unknown = firm.get('silent:unknown');
  if (unknown !== undefined) {
    start[unknown * count + named('communicate')] = startOfUnknown;
    start[unknown * count + named('execute')] = -startOfUnknown;
  }
  for (const [feature, number] of raising) {
    const [, category, how] = /^says:(?:silent|vague)<(\w+)([!^]?)$/.exec(feature) ?? [];
    const [, loosely] = /^says:loose-\w+<(\w+)\^$/.exec(feature) ?? [];
    if (loosely !== undefined) start[offset + number * count + named(loosely)] = startOfLoose;
    if (feature === 'mentions:vague<destructive')
      start[offset + number * count + named('destructive')] = startOfMention;
    if (category !== undefined) {
      start[offset + number * count + named(category)] = startOfClaim.get(how ?? '') ?? 0;
    }
  }
  return start;
}

/** What it costs to move a weight: little for what every tool has, more for a single word. */
function priceOf(feature: string): number {
  if (/^(silent$|vague:)/.test(feature)) return 0.1;
  if (feature.startsWith('rule:')) return 1;
  if (/^(w|last|p):/.test(feature)) return 2;
  return 1;
}

interface RowOfNumbers {
  readonly firm: readonly number[];
  readonly raising: readonly number[];
  readonly labelled: Labelled;
  readonly weight: number;
}

function addSlope(row: RowOfNumbers, weights: Float64Array, slope: Float64Array, offset: number): void {
  if (row.weight === 0) return;
  const given = probabilitiesOf(row, weights, offset);
  const goal = goalOf(row.labelled, given);
  const miss = given.map((one, rank) => (one - (goal[rank] ?? 0)) * row.weight);
  for (const number of row.firm) {
    for (let rank = 0; rank < count; rank++) raise(slope, number * count + rank, miss[rank] ?? 0);
  }
  let above = 0;
  for (let rank = count - 1; rank >= 1; rank--) {
    above += miss[rank] ?? 0;
    for (const number of row.raising) raise(slope, offset + number * count + rank, above);
  }
}

function probabilitiesOf(row: RowOfNumbers, weights: Float64Array, offset: number): number[] {
  const sums = new Float64Array(count);
  for (const number of row.firm) {
    for (let rank = 0; rank < count; rank++) raise(sums, rank, weights[number * count + rank] ?? 0);
  }
  let climbed = 0;
  for (let rank = 1; rank < count; rank++) {
    for (const number of row.raising) climbed += weights[offset + number * count + rank] ?? 0;
    raise(sums, rank, climbed);
  }
  const most = Math.max(...sums);
  const odds = [...sums].map((sum) => Math.exp(sum - most));
  const total = odds.reduce((one, other) => one + other, 0);
  return odds.map((one) => one / total);
}

function raise(numbers: Float64Array, at: number, by: number): void {
  numbers[at] = (numbers[at] ?? 0) + by;
}

/** Hundredths are enough; what rounds to nothing is left out. */
function tableOf(numbers: ReadonlyMap<string, number>, weights: Float64Array, offset: number): Map<string, number[]> {
  const table = new Map<string, number[]>();
  for (const [feature, number] of numbers) {
    const at = offset + number * count;
    const row = [...weights.subarray(at, at + count)].map((weight) => Math.round(weight * 100) / 100);
    if (row.some((weight) => Math.abs(weight) >= 0.05)) table.set(feature, row);
  }
  return table;
}
