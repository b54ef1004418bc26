/**
 * A short slice of `npm run soak:age`: a few minutes of a gateway's life, as fast as they go.
 */
import { describe, expect, it } from 'vitest';
import { controlClient } from '../support/gateway/control.ts';
import { type AgeReport, age, type Sample } from './age.ts';
import { ageVerdicts } from './age-verdicts.ts';

describe.runIf(process.platform === 'linux')('a gateway that everything happens to', () => {
  it('answers each turn as it must, and holds at the end of a round no more than before it', async () => {
    const report = await age({ samples: 2, warmUp: 0, deep: 1, turns: 157 }, controlClient);
    expect([report.failures, report.unhandled]).toEqual([[], []]);
    // Two rounds are the warming up, in which sessions that are left fill what a grant may have. What has an end has come to it.
    const hasAnEnd = /^(?:every turn|no promise|children|calls)/;
    const noes = ageVerdicts(report, false).filter(([what, holds]) => !holds && hasAnEnd.test(what));
    expect(noes).toEqual([]);
    expect(Object.keys(report.samples[0]?.counts ?? {})).toEqual(expect.arrayContaining(['timers', 'entries of Maps']));
  }, 240_000);
});

describe('what counts as growing old badly', () => {
  const sample = (minute: number, heapMb: number, timers: number): Sample => ({
    hours: minute / 60,
    turns: minute * 600,
    heapMb,
    residentMb: 150,
    cpuSeconds: minute,
    counts: { threads: 15, ...(minute % 5 === 0 ? { timers } : {}) },
  });
  const life = (heap: (minute: number) => number, timers: (minute: number) => number): AgeReport => ({
    plan: { samples: 120, warmUp: 15, deep: 5, turns: 600 },
    samples: Array.from({ length: 120 }, (_, minute) => sample(minute, heap(minute), timers(minute))),
    unhandled: [],
    failed: 0,
    failures: [],
  });
  const noise = (minute: number): number => ((minute * 7919) % 13) / 26;
  const noes = (report: AgeReport): readonly string[] =>
    ageVerdicts(report).flatMap(([what, holds]) => (holds ? [] : [what.replace(/[-:\d.].*/, '').trim()]));

  it.each<[string, AgeReport, readonly string[]]>([
    [
      'nothing',
      life(
        (m) => 30 + noise(m),
        (m) => 50 + 10 * noise(m),
      ),
      [],
    ],
    [
      'a heap that fills at first',
      life(
        (m) => 30 + Math.min(m, 15) + noise(m),
        () => 50,
      ),
      [],
    ],
    [
      'a heap that grows by a megabyte and a half an hour',
      life(
        (m) => 30 + m / 40 + noise(m),
        () => 50,
      ),
      ['the heap grew by'],
    ],
    [
      'timers that are never cleared',
      life(
        () => 30,
        (m) => 50 + m / 2,
      ),
      ['timers'],
    ],
    [
      'one thread more',
      {
        ...life(
          () => 30,
          () => 50,
        ),
        samples: life(
          () => 30,
          () => 50,
        ).samples.map((each, m) => ({ ...each, counts: { threads: m < 60 ? 15 : 16 } })),
      },
      ['threads'],
    ],
    [
      'a rejection',
      {
        ...life(
          () => 30,
          () => 50,
        ),
        unhandled: ['Error'],
      },
      ['no promise was rejected unheard, and no warning was given'],
    ],
    [
      'a wrong answer',
      {
        ...life(
          () => 30,
          () => 50,
        ),
        failed: 1,
      },
      ['every turn was answered as it must be'],
    ],
  ])('%s', (_, report, expected) => {
    expect(noes(report)).toEqual(expected);
  });
});
