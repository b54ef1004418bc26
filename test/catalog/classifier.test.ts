import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { dataFolder, fixtureLabels, goldLabels, hintLabels, type Labelled } from '../../scripts/classifier/labels.ts';
import { measure, measureHints } from '../../scripts/classifier/measures.ts';
import { categories, classify, severities } from '../../src/catalog/index.ts';
import { tamperings } from './tamperings.ts';

const fixture = fixtureLabels(readFileSync(new URL('./labelled-tools.jsonl', import.meta.url), 'utf8'));
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
