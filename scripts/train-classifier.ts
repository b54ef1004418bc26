// Trains the classifier of tools and writes what it learned: `node scripts/train-classifier.ts`, with
// TOOLGATE_CATALOG_DATA naming the folder of labels and definitions. The same data gives the same files.
import { writeFileSync } from 'node:fs';
import type { Curves, Support } from '../src/catalog/classify/calibrate.ts';
import { rankOf } from '../src/catalog/classify/category.ts';
import { conclude, supportOf } from '../src/catalog/classify/classify.ts';
import { type Score, score } from '../src/catalog/classify/score.ts';
import { dataFolder, unseenSets } from './classifier/labels.ts';
import { examplesIn, leftOut } from './classifier/left-out.ts';
import { type Example, examplesOf, train } from './classifier/train.ts';

const folder = dataFolder();
if (folder === undefined) throw new Error('TOOLGATE_CATALOG_DATA must name the folder of the labels');
const { labelled, own } = examplesIn(folder);
const noHints: ReadonlyMap<string, unknown> = new Map();
const flat: Curves = { told: [[0, 1]], untold: [[0, 1]], otherwise: [[0, 1]], silent: [[0, 1]] };

/** One answer: how probable the model found what was concluded, how the description stands to it, whether it was right. */
interface Point {
  readonly probability: number;
  readonly support: Support;
  readonly right: boolean;
}

function pointsOf(scores: readonly { readonly example: Example; readonly scored: Score }[]): Point[] {
  return scores.flatMap(({ example: { labelled: label, reading }, scored }) => {
    const { category, unclassified } = conclude(reading, scored, noHints, flat);
    if (label.category === undefined || unclassified) return [];
    const probability = scored.probabilities[rankOf(category)] ?? 0;
    return [{ probability, support: supportOf(category, reading), right: category === label.category }];
  });
}

/**
 * Rules were mended while these very tools were read: of others fewer are right, so one standard error is taken off.
 */
function promised(share: number, size: number): number {
  return share - Math.sqrt((share * (1 - share)) / size);
}

/** Pools neighbours until the share that is right never falls (isotonic regression), in pools of 30 and more. */
function curveOf(points: readonly Point[]): (readonly [number, number])[] {
  const pools: { sum: number; right: number; size: number }[] = [];
  for (const { probability, right } of points.toSorted((one, other) => one.probability - other.probability)) {
    pools.push({ sum: probability, right: Number(right), size: 1 });
    for (;;) {
      const last = pools.at(-1);
      const before = pools.at(-2);
      if (last === undefined || before === undefined) break;
      if (before.size >= 30 && before.right / before.size < last.right / last.size) break;
      pools.splice(-2, 2, {
        sum: before.sum + last.sum,
        right: before.right + last.right,
        size: before.size + last.size,
      });
    }
  }
  return pools.map(({ sum, right, size }) => [sum / size, Math.max(0.05, promised(right / size, size))] as const);
}

const examples = [...labelled, ...own];
const model = train(examples);

/** One line a feature, sorted, in hundredths. */
function tableText(table: ReadonlyMap<string, readonly number[]>): string {
  const numbers = (row: readonly number[]): string => row.map((weight) => Math.round(weight * 100) || '.').join(' ');
  return [...table]
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([feature, row]) => `${feature} ${numbers(row)}`)
    .join('\n');
}

const folderOfClassifier = new URL('../src/catalog/classify/', import.meta.url);
const head = '// Written by scripts/train-classifier.ts; not edited by hand.\n';
writeFileSync(
  new URL('weights.generated.ts', folderOfClassifier),
  `${head}
/** What name, schema and server weigh: a feature a line, then hundredths for the categories in their order. */
export const firmWeights = \`
${tableText(model.firm)}
\`;

/** What a description weighs: steps up from each category, none below 0. */
export const raisingWeights = \`
${tableText(model.raising)}
\`;
`,
);
// Servers that were left out of training, and the sets that nobody had taught: confidence promises what holds for both.
const unseen = examplesOf(unseenSets(), false).map((example) => ({ example, scored: score(model, example.reading) }));
const points = [...pointsOf(leftOut(labelled, own)), ...pointsOf(unseen)];
const curves = (['told', 'untold', 'otherwise', 'silent'] as const).map((support) => {
  const curve = curveOf(points.filter((point) => point.support === support));
  return `  ${support}: [\n${curve.map(([x, y]) => `    [${x.toFixed(4)}, ${y.toFixed(4)}],`).join('\n')}\n  ],`;
});
writeFileSync(
  new URL('confidence.generated.ts', folderOfClassifier),
  `${head}import type { Curves } from './calibrate.ts';

/** Probability of the model → how often it is right, by kind of evidence. */
export const confidenceCurves: Curves = {
${curves.join('\n')}
};
`,
);
console.log(`${examples.length} examples, ${model.firm.size} + ${model.raising.size} features`);
