import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import {
  dataFolder,
  fixtureLabels,
  goldLabels,
  hintLabels,
  type Labelled,
  ninthLabels,
  unseenLabels,
  unseenRealLabels,
} from '../../scripts/classifier/labels.ts';
import { measure, measureHints } from '../../scripts/classifier/measures.ts';
import { categories, classify, severities } from '../../src/catalog/index.ts';
import { tamperings } from './tamperings.ts';

const fixture = fixtureLabels(readFileSync(new URL('./labelled-tools.jsonl', import.meta.url), 'utf8'));
/** Sets of tools that nobody had taught the classifier when it was first asked, and what it has reached since. */
const unseenSets = [
  {
    file: 'unseen-tools.jsonl',
    sha256: '7abd5227202b5ac6a207137f4c3a262a046a61dffb1b45d5e4f0bd498782b929',
    floor: {
      accuracy: 0.925,
      defensible: 0.95,
      macroF1: 0.925,
      destructiveRecall: 0.96,
      sureAndRight: 0.955,
      severity: 0.79,
    },
    dangerousCalledRead: 0.025,
  },
  {
    file: 'unseen-tools-2.jsonl',
    sha256: '35774e546824b53f6e37877eda80e4fd1ca8f809fff00d5a92fba80670ba9377',
    floor: {
      accuracy: 0.91,
      defensible: 0.925,
      macroF1: 0.91,
      destructiveRecall: 0.93,
      sureAndRight: 0.98,
      severity: 0.78,
    },
    dangerousCalledRead: 0.035,
  },
  {
    file: 'unseen-tools-3.jsonl',
    sha256: 'b753164d71f306c76f139fd722a188c9d13fa8f25be33ac280243e49c935f8a3',
    floor: {
      accuracy: 0.86,
      defensible: 0.86,
      macroF1: 0.835,
      destructiveRecall: 0.89,
      sureAndRight: 0.89,
      severity: 0.655,
    },
    dangerousCalledRead: 0.08,
  },
  {
    file: 'unseen-tools-4.jsonl',
    sha256: '76cd08660ea0700e84251d5400eefc42f88bad87ffe97c1e1d58eb4027497980',
    floor: {
      accuracy: 0.78,
      defensible: 0.78,
      macroF1: 0.765,
      destructiveRecall: 0.9,
      sureAndRight: 0.875,
      severity: 0.575,
    },
    dangerousCalledRead: 0.07,
  },
  {
    file: 'unseen-tools-6.jsonl',
    sha256: 'd76e9ca319884ff30a54e9e8368dba9b00f79c59de0225a419ab51025dc3ff62',
    floor: {
      accuracy: 0.915,
      defensible: 0.975,
      macroF1: 0.9,
      destructiveRecall: 0.95,
      sureAndRight: 0.945,
      severity: 0.7,
    },
    dangerousCalledRead: 0.035,
  },
  {
    file: 'unseen-tools-7.jsonl',
    sha256: '6ddaa73b7ff915d21fe6a2e44fbc9de45932ce6001932a1b74e0ede8fa24624e',
    floor: {
      accuracy: 0.815,
      defensible: 0.945,
      macroF1: 0.8,
      destructiveRecall: 0.8,
      sureAndRight: 0.87,
      severity: 0.69,
    },
    dangerousCalledRead: 0.04,
  },
  {
    file: 'unseen-tools-8.jsonl',
    sha256: '0129215a05ec06cd408c299cf5cd5e74f7424e84762dce124bf9a16a0eccc640',
    floor: {
      accuracy: 0.85,
      defensible: 0.94,
      macroF1: 0.825,
      destructiveRecall: 0.84,
      sureAndRight: 0.91,
      severity: 0.65,
    },
    dangerousCalledRead: 0.025,
  },
].map(read);

function read<T extends { readonly file: string }>(set: T) {
  const text = readFileSync(new URL(set.file, import.meta.url), 'utf8');
  return { ...set, text, labels: unseenLabels(text) };
}
const noData = 'TOOLGATE_CATALOG_DATA does not name the folder of the labels';

const answer = (labelled: Labelled) => ({ labelled, ...classify(labelled.tool) });

/** Tools that a tampering brings into a lower category or severity, `server name: tampering`. */
function flips(labels: readonly Labelled[]): string[] {
  return labels.flatMap(({ tool }) => {
    const honest = classify(tool);
    return tamperings.flatMap(([what, tamper]) => {
      const said = classify(tamper(tool));
      const lower =
        categories.indexOf(said.category) < categories.indexOf(honest.category) ||
        (said.category === honest.category && severities.indexOf(said.severity) < severities.indexOf(honest.severity));
      return lower ? [`${tool.server} ${tool.name}: ${what}`] : [];
    });
  });
}

const isDangerous = ({ category, mutates }: Labelled): boolean =>
  category === undefined ? mutates === true : category !== 'read' && category !== 'write';

// Lower than version 6 reached (89 %, of those sure of 98 %): it knew words of these very labels by heart, and rules were
// written to them. What the lexicons do not know of a bare name is said to be unclassified now, and judged as a grave write.
it('does not fall back on labelled tools, by names and parameters alone', () => {
  const { accuracy, macroF1, destructiveRecall, dangerousCalledRead, sureAndRight } = measure(fixture.map(answer));
  expect(accuracy).toBeGreaterThan(0.82);
  expect(macroF1).toBeGreaterThan(0.825);
  // Was 0.925: 159 labels were added of tools that were noted because they were wrong, some told by descriptions alone.
  expect(destructiveRecall).toBeGreaterThan(0.92);
  expect(dangerousCalledRead).toBeLessThan(0.045);
  expect(sureAndRight).toBeGreaterThan(0.965);
});

it('is lowered by no tampering, by names and parameters alone', () => {
  // Forks of a server list the same tools: one of them is enough.
  const different = new Map(
    fixture.filter(isDangerous).map((one) => [JSON.stringify([one.tool.name, one.tool.inputSchema]), one]),
  );
  expect(flips([...different.values()])).toEqual([]);
}, 120_000);

it.each(unseenSets)('does not fall back on tools that nobody taught it: $file', ({ labels, floor, ...most }) => {
  const figures = measure(labels.map(answer));
  expect(figures.accuracy).toBeGreaterThan(floor.accuracy);
  expect(figures.defensible).toBeGreaterThan(floor.defensible);
  expect(figures.macroF1).toBeGreaterThan(floor.macroF1);
  expect(figures.destructiveRecall).toBeGreaterThan(floor.destructiveRecall);
  expect(figures.dangerousCalledRead).toBeLessThan(most.dangerousCalledRead);
  expect(figures.sureAndRight).toBeGreaterThan(floor.sureAndRight);
  expect(figures.severity).toBeGreaterThan(floor.severity);
});

it.each(unseenSets)('expects of $file what was expected before it was first asked', ({ text, sha256 }) => {
  expect(createHash('sha256').update(text).digest('hex')).toBe(sha256);
});

it.each(unseenSets)(
  'is lowered by no tampering of a dangerous one in $file',
  ({ labels }) => {
    expect(flips(labels.filter(isDangerous))).toEqual([]);
  },
  120_000,
);

it('does not fall back on the labels', ({ skip }) => {
  const folder = dataFolder();
  if (folder === undefined) return skip(noData);
  const { accuracy, macroF1, destructiveRecall, dangerousCalledRead, sureAndRight, sure, severity } = measure(
    goldLabels(folder).map(answer),
  );
  expect(severity).toBeGreaterThan(0.835);
  expect(accuracy).toBeGreaterThan(0.95);
  expect(macroF1).toBeGreaterThan(0.94);
  expect(destructiveRecall).toBeGreaterThan(0.99);
  expect(dangerousCalledRead).toBeLessThan(0.01);
  // Covers less than version 8 (71 %) since confidence promises a standard error less, and is right more often.
  expect(sureAndRight).toBeGreaterThan(0.98);
  // And less than version 9 (69 %) since names without a verb are fitted on as many whose verb nobody knows.
  expect(sure).toBeGreaterThan(0.65);
  expect(measureHints(hintLabels(folder).map(answer)).perServer).toBeGreaterThan(0.95);
});

/**
 * Tools that others wrote, of servers that no label of the training speaks of; labelled before the classifier was asked.
 * Nobody has read which of them it gets wrong, only the sums; whoever mends by one of them must make a new set.
 */
it('does not fall back on tools of others that nobody taught it', ({ skip }) => {
  const folder = dataFolder();
  if (folder === undefined) return skip(noData);
  const labels = unseenRealLabels(folder);
  expect(labels).toHaveLength(368);
  const { accuracy, defensible, destructiveRecall, dangerousCalledRead, sureAndRight } = measure(labels.map(answer));
  expect(accuracy).toBeGreaterThan(0.905);
  expect(defensible).toBeGreaterThan(0.96);
  expect(destructiveRecall).toBeGreaterThan(0.93);
  expect(dangerousCalledRead).toBeLessThan(0.045);
  expect(sureAndRight).toBeGreaterThan(0.955);
  expect(flips(labels.filter(isDangerous))).toEqual([]);
}, 120_000);

/** The half of the ninth set that nobody reads: only sums, and no row of it in a message of this test. */
it('does not fall back on the half of the ninth set that nobody read', ({ skip }) => {
  const folder = dataFolder();
  if (folder === undefined) return skip(noData);
  const labels = ninthLabels(folder, 'b');
  expect(labels.length).toBe(321);
  const { accuracy, defensible, macroF1, dangerousCalledRead, sureAndRight, sure, severity } = measure(
    labels.map(answer),
  );
  expect(accuracy).toBeGreaterThan(0.92);
  expect(defensible).toBeGreaterThan(0.945);
  expect(macroF1).toBeGreaterThan(0.86);
  expect(dangerousCalledRead).toBeLessThan(0.02);
  expect(sureAndRight).toBeGreaterThan(0.975);
  expect(sure).toBeGreaterThan(0.65);
  expect(severity).toBeGreaterThan(0.83);
  expect(flips(labels.filter(isDangerous)).length).toBe(0);
}, 120_000);

it.each([
  ['5', '44a8e986ab77cc3d2ab603cb7ed92b93cc4b2f12a2fd550f14b0a9750b9bc432'],
  ['9a', 'd8cadebad5fd950fd6037f14c6f956e34ec49795f3946546c716b8104e76c80c'],
  ['9b', 'd4a56803b4c46429bfde3d49d7b255ca635e8640e6fb4ca2c372d750e889aed0'],
])('expects of tools of others in set %s what readers said before the classifier was asked', (name, sha256) => {
  const text = readFileSync(new URL(`../../scripts/classifier/unseen-labels-${name}.tsv`, import.meta.url), 'utf8');
  expect(createHash('sha256').update(text).digest('hex')).toBe(sha256);
});

it('teaches no server of the half of the ninth set that nobody read', () => {
  const serversIn = (file: string, column: number): string[] =>
    readFileSync(new URL(`../../scripts/classifier/${file}`, import.meta.url), 'utf8')
      .trim()
      .split('\n')
      .flatMap((line) => line.split('\t')[column] ?? []);
  const blind = new Set(serversIn('unseen-labels-9b.tsv', 3));
  const taught = [...serversIn('own-labels.tsv', 1), ...serversIn('unseen-labels-9a.tsv', 3)];
  expect(blind.size).toBeGreaterThan(150);
  expect(taught.filter((server) => blind.has(server)).length).toBe(0);
});

it('is lowered by no tampering of a dangerous tool', ({ skip }) => {
  const folder = dataFolder();
  if (folder === undefined) return skip(noData);
  expect(flips([...goldLabels(folder), ...hintLabels(folder)].filter(isDangerous))).toEqual([]);
}, 300_000);

it('classes a tool in well under a millisecond', () => {
  const tools = fixture.map(({ tool }) => tool);
  const start = process.cpuUsage();
  for (const tool of tools) classify(tool);
  const perTool = process.cpuUsage(start).user / tools.length;
  console.log(`${Math.round(perTool)} µs of processor a tool, ${Math.round((perTool * 250_000) / 1e6)} s for 250,000`);
  expect(perTool).toBeLessThan(1000);
});
