// Trains the classifier of tools and writes what it learned: `node scripts/train-classifier.ts`, with
// TOOLGATE_CATALOG_DATA naming the folder of labels and definitions. The same data gives the same files.
import { writeFileSync } from 'node:fs';
import { dataFolder } from './classifier/labels.ts';
import { examplesIn, leftOut } from './classifier/left-out.ts';
import { train } from './classifier/train.ts';

/**
 * Servers that nobody looked at come out worse than servers left out of training only, for lexicons and rules were
 * written with those in view. Confidence promises what holds for the former.
 */
const lookedAt = 0.04;

const folder = dataFolder();
if (folder === undefined) throw new Error('TOOLGATE_CATALOG_DATA must name the folder of the labels');
const { labelled, own } = examplesIn(folder);
const points = leftOut(labelled, own).flatMap(({ example, scored }) =>
  example.labelled.category === undefined
    ? []
    : [{ probability: Math.max(...scored.probabilities), right: scored.category === example.labelled.category }],
);

/** Pools neighbours until the share that is right never falls (isotonic regression), in pools of 40 and more. */
function curveOf(): (readonly [number, number])[] {
  const pools: { sum: number; right: number; size: number }[] = [];
  for (const { probability, right } of points.toSorted((one, other) => one.probability - other.probability)) {
    pools.push({ sum: probability, right: Number(right), size: 1 });
    for (;;) {
      const last = pools.at(-1);
      const before = pools.at(-2);
      if (last === undefined || before === undefined) break;
      if (before.size >= 40 && before.right / before.size < last.right / last.size) break;
      pools.splice(-2, 2, {
        sum: before.sum + last.sum,
        right: before.right + last.right,
        size: before.size + last.size,
      });
    }
  }
  return pools.map(({ sum, right, size }) => [sum / size, Math.max(0.05, right / size - lookedAt)] as const);
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
const curve = curveOf();
writeFileSync(
  new URL('confidence.generated.ts', folderOfClassifier),
  `${head}import type { Curve } from './calibrate.ts';

/** Probability of the model → how often it is right, on servers left out of training, less a margin. */
export const confidenceCurve: Curve = [
${curve.map(([x, y]) => `  [${x.toFixed(4)}, ${y.toFixed(4)}],`).join('\n')}
];
`,
);
console.log(`${examples.length} examples, ${model.firm.size} + ${model.raising.size} features`);
