// Measures the classifier as it ships and prints the tables of docs/catalog.md: `node scripts/score-classifier.ts`,
// with TOOLGATE_CATALOG_DATA naming the folder of labels and definitions.
import { categories } from '../src/catalog/classify/category.ts';
import { classify, conclude } from '../src/catalog/classify/classify.ts';
import { confidenceCurves } from '../src/catalog/classify/confidence.generated.ts';
import { dataFolder, type Labelled, ninthLabels, unseenRealLabels } from './classifier/labels.ts';
import { examplesIn, leftOut } from './classifier/left-out.ts';
import { type Answer, type Measures, measure, measureHints } from './classifier/measures.ts';

const folder = dataFolder();
if (folder === undefined) throw new Error('TOOLGATE_CATALOG_DATA must name the folder of the labels');

const percent = (share: number): string => (Number.isNaN(share) ? '–' : `${(100 * share).toFixed(1)} %`);
const table = (head: readonly string[], rows: readonly (readonly (string | number)[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');

const { labelled: examples, own } = examplesIn(folder);
const noHints: ReadonlyMap<string, unknown> = new Map();
const keyOf = ({ tool: { server, name } }: Labelled): string => `${server}\t${name}`;
const ninth = new Set(ninthLabels(folder, 'a').map(keyOf));
const isNinth = ({ labelled }: Answer): boolean => ninth.has(keyOf(labelled));
const unseenServers: readonly Answer[] = leftOut(examples, own).map(({ example: { labelled, reading }, scored }) => {
  return { labelled, ...conclude(reading, scored, noHints, confidenceCurves) };
});
const asked = (labels: readonly Labelled[]): Answer[] =>
  labels.map((labelled) => ({ labelled, ...classify(labelled.tool) }));
const sets: readonly (readonly [string, readonly Answer[]])[] = [
  ['servers left out of training', unseenServers.filter((answer) => !isNinth(answer))],
  ['half of the ninth set that was read, its servers left out', unseenServers.filter(isNinth)],
  ['half of the ninth set that nobody read', asked(ninthLabels(folder, 'b'))],
  ['tools of others that nobody taught it, fifth set', asked(unseenRealLabels(folder))],
  ['as it ships, trained with them', asked(examples.map(({ labelled }) => labelled)).filter((one) => !isNinth(one))],
];
const measured = sets.map(([name, answers]) => ({ name, read: measure(answers), hints: measureHints(answers) }));

const row = (name: string, figure: (one: (typeof measured)[number]) => number, goal: string): string[] => [
  name,
  ...measured.map((one) => percent(figure(one))),
  goal,
];
console.log(
  table(
    ['measure', ...measured.map(({ name, read }) => `${name} (${read.tools} tools, ${read.servers} servers)`), 'goal'],
    [
      row('seven categories', ({ read }) => read.accuracy, '95 %'),
      row('… or the second one that the reader would defend', ({ read }) => read.defensible, ''),
      row('macro-F1', ({ read }) => read.macroF1, '92 %'),
      row('mutating or not against authors’ hints, mean over servers', ({ hints: { perServer } }) => perServer, '95 %'),
      row('… over tools', ({ hints: { perTool } }) => perTool, ''),
      row('dangerous called read', ({ read }) => read.dangerousCalledRead, '≤ 2 %'),
      row('destructive found', ({ read }) => read.destructiveRecall, '98 %'),
      row('right where confidence ≥ 0.9', ({ read }) => read.sureAndRight, '97 %'),
      row('confidence ≥ 0.9 covers', ({ read }) => read.sure, '65 %'),
      row('confidence is off by (expected calibration error)', ({ read }) => read.calibrationError, ''),
      row('severity', ({ read }) => read.severity, ''),
    ],
  ),
);
for (const { name, read } of measured) printDetails(name, read);

function printDetails(name: string, read: Measures): void {
  console.log(`\n### ${name}\n`);
  console.log(
    table(
      ['readers say ↓, classifier says →', ...categories, 'precision', 'recall'],
      read.perCategory.map(({ category, precision, recall }, rank) => [
        category,
        ...(read.confusion[rank] ?? []),
        percent(precision),
        percent(recall),
      ]),
    ),
  );
  console.log('');
  console.log(
    table(
      ['confidence', 'tools', 'mean confidence', 'right'],
      read.calibration.flatMap(({ answers, said, right }, tenth) =>
        answers === 0 ? [] : [[`${tenth / 10}–${(tenth + 1) / 10}`, answers, percent(said), percent(right)]],
      ),
    ),
  );
}

const tools = examples.map(({ labelled }) => labelled.tool);
// The processor's time: what else runs on the machine says nothing of the classifier.
const start = process.cpuUsage();
for (const tool of tools) classify(tool);
const perTool = process.cpuUsage(start).user / tools.length;
console.log(`\n${Math.round(perTool)} µs of processor a tool: ${Math.round((perTool * 250_000) / 1e6)} s for 250,000.`);
