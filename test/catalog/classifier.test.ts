import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import {
  dataFolder,
  fixtureLabels,
  goldLabels,
  hintLabels,
  type Labelled,
  unseenLabels,
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
      accuracy: 0.915,
      defensible: 0.94,
      macroF1: 0.915,
      destructiveRecall: 0.88,
      sureAndRight: 0.925,
      severity: 0.78,
    },
    dangerousCalledRead: 0.025,
  },
  {
    file: 'unseen-tools-2.jsonl',
    sha256: '35774e546824b53f6e37877eda80e4fd1ca8f809fff00d5a92fba80670ba9377',
    floor: {
      accuracy: 0.9,
      defensible: 0.925,
      macroF1: 0.9,
      destructiveRecall: 0.9,
      sureAndRight: 0.92,
      severity: 0.79,
    },
    dangerousCalledRead: 0.035,
  },
].map(read);
/** Sets by which nothing was mended yet: what is held are the first answers. */
const blindSets = [
  {
    file: 'unseen-tools-3.jsonl',
    sha256: 'b753164d71f306c76f139fd722a188c9d13fa8f25be33ac280243e49c935f8a3',
    floor: { accuracy: 0.73, macroF1: 0.685, destructiveRecall: 0.7, severity: 0.585 },
    dangerousCalledRead: 0.16,
  },
  {
    file: 'unseen-tools-4.jsonl',
    sha256: '76cd08660ea0700e84251d5400eefc42f88bad87ffe97c1e1d58eb4027497980',
    floor: { accuracy: 0.71, macroF1: 0.68, destructiveRecall: 0.74, severity: 0.54 },
    dangerousCalledRead: 0.13,
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

it('does not fall back on labelled tools, by names and parameters alone', () => {
  const { accuracy, macroF1, destructiveRecall, dangerousCalledRead, sureAndRight } = measure(fixture.map(answer));
  expect(accuracy).toBeGreaterThan(0.89);
  expect(macroF1).toBeGreaterThan(0.91);
  expect(destructiveRecall).toBeGreaterThan(0.91);
  expect(dangerousCalledRead).toBeLessThan(0.04);
  expect(sureAndRight).toBeGreaterThan(0.98);
});

it('is lowered by no tampering, by names and parameters alone', () => {
  expect(flips(fixture.filter(isDangerous))).toEqual([]);
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

it.each(blindSets)('does not fall back on first answers: $file', ({ labels, floor, ...most }) => {
  const figures = measure(labels.map(answer));
  expect(figures.accuracy).toBeGreaterThan(floor.accuracy);
  expect(figures.macroF1).toBeGreaterThan(floor.macroF1);
  expect(figures.destructiveRecall).toBeGreaterThan(floor.destructiveRecall);
  expect(figures.dangerousCalledRead).toBeLessThan(most.dangerousCalledRead);
  expect(figures.severity).toBeGreaterThan(floor.severity);
});

it.each([...unseenSets, ...blindSets])(
  'expects of $file what was expected before it was first asked',
  ({ text, sha256 }) => {
    expect(createHash('sha256').update(text).digest('hex')).toBe(sha256);
  },
);

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
  expect(severity).toBeGreaterThan(0.82);
  expect(accuracy).toBeGreaterThan(0.965);
  expect(macroF1).toBeGreaterThan(0.96);
  expect(destructiveRecall).toBeGreaterThan(0.98);
  expect(dangerousCalledRead).toBeLessThan(0.01);
  expect(sureAndRight).toBeGreaterThan(0.98);
  expect(sure).toBeGreaterThan(0.63);
  expect(measureHints(hintLabels(folder).map(answer)).perServer).toBeGreaterThan(0.95);
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
