import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AgeReport, Sample } from './age.ts';
import { ageVerdicts } from './age-verdicts.ts';
import { turnsOfRound } from './life.ts';

/** What something comes to at a minute. */
type Course = (minute: number) => number;

type Kind =
  | 'heapMb'
  | 'residentMb'
  | 'sessions'
  | 'sockets'
  | 'calls in flight'
  | 'threads'
  | 'Maps'
  | 'abort signals'
  | 'facts that calls share';

/** What is held in a life that keeps nothing, as lives showed it. */
const usual: Readonly<Record<Kind, Course>> = {
  heapMb: (m) => 31.5 + spread(m, 0.6),
  residentMb: (m) => 163 + spread(m, 20),
  sessions: () => 21,
  sockets: (m) => 32 + spread(m, 6),
  'calls in flight': () => 0,
  threads: (m) => 14 + (m % 5 > 2 ? 1 : 0),
  Maps: (m) => 900 + spread(m, 70),
  'abort signals': (m) => (m % 25 === 0 ? 16 : 0),
  'facts that calls share': (m) => (m * 75) % 1_024,
};

/** Anything from 0 to `most`, another for each minute and always the same for one. */
function spread(minute: number, most: number): number {
  return Math.round((((minute * 7919) % 104_729) / 104_729) * most * 10) / 10;
}

/** Kinds for which the heap is walked through, at each fifth look. */
const deep: ReadonlySet<string> = new Set(['Maps', 'abort signals', 'facts that calls share']);

function life(other: Partial<Record<Kind, Course>> = {}, minutes = 120): AgeReport {
  const { heapMb, residentMb, ...counts } = { ...usual, ...other };
  const samples = Array.from({ length: minutes }, (_, minute): Sample => {
    const counted = Object.entries(counts).filter(([name]) => !deep.has(name) || minute % 5 === 0);
    return {
      hours: minute / 60,
      turns: minute * 600,
      heapMb: heapMb(minute),
      residentMb: residentMb(minute),
      cpuSeconds: minute,
      counts: Object.fromEntries(counted.map(([name, course]) => [name, Math.round(course(minute))])),
    };
  });
  return {
    plan: { samples: minutes, warmUp: 15, deep: 5, turns: 600 },
    samples,
    unhandled: [],
    failed: 0,
    failures: [],
  };
}

/** What is judged to be wrong, without its figures. */
function noes(report: AgeReport, isLong = true): readonly string[] {
  return ageVerdicts(report, isLong).flatMap(([what, holds]) => (holds ? [] : [what.replace(/[-:\d.].*/, '').trim()]));
}

/** Grows from minute to minute by a part of `height`, and is let go again after so many. */
const sawtooth =
  (from: Course, height: number, period: number): Course =>
  (m) =>
    from(m) + (height * (m % period)) / period;
const step =
  (from: Course, height: number, at: number): Course =>
  (m) =>
    from(m) + (m < at ? 0 : height);
const onceAt =
  (from: Course, height: number, at: number): Course =>
  (m) =>
    from(m) + (m === at ? height : 0);
/** So many more with each round. */
const perRound =
  (from: Course, each: number): Course =>
  (m) =>
    from(m) + (m * 600 * each) / turnsOfRound;

describe('what counts as growing old badly', () => {
  it.each<[string, AgeReport, readonly string[]]>([
    ['noise around a level', life(), []],
    [
      'what fills during the warm-up',
      life({ heapMb: (m) => 20 + Math.min(m, 12), Maps: (m) => Math.min(m, 10) * 90 }),
      [],
    ],
    ['as many sessions as may be left', life({ sessions: () => 25 }), []],
    ['one session more than that', life({ sessions: () => 26 }), ['sessions']],
    ['one, at one look only', life({ sessions: onceAt(usual.sessions, 5, 70) }), ['sessions']],
    [
      'sockets in a chain that is cut after forty minutes',
      life({ sockets: sawtooth(usual.sockets, 60, 40) }),
      ['sockets'],
    ],
    ['the same chain that nobody cuts before the warm-up is over', life({ sockets: () => 140 }), ['sockets']],
    ['sockets at one wild look', life({ sockets: onceAt(usual.sockets, 50, 93) }), ['sockets']],
    ['a call that never ends', life({ 'calls in flight': (m) => (m < 100 ? 0 : 1) }), ['calls in flight']],
    ['a call at one look', life({ 'calls in flight': onceAt(() => 0, 1, 50) }), ['calls in flight']],
    ['one thread more', life({ threads: step(() => 14, 1, 60) }), ['threads']],
    ['two threads more for a while', life({ threads: (m) => (m > 40 && m < 50 ? 16 : 14) }), ['threads']],
    ['maps that are let go after half an hour', life({ Maps: sawtooth(usual.Maps, 200, 30) }), ['Maps']],
    ['maps that are let go each sixth minute', life({ Maps: sawtooth(usual.Maps, 200, 6) }), ['Maps']],
    ['maps at one wild look', life({ Maps: onceAt(usual.Maps, 90, 75) }), ['Maps']],
    [
      'maps that were many, and are few from then on',
      life({ Maps: step((m) => usual.Maps(m) + 150, -150, 60) }),
      ['Maps'],
    ],
    ['a hundred maps more from the middle', life({ Maps: step(usual.Maps, 100, 60) }), ['Maps']],
    [
      'one map of a thousand kept each second round',
      life({ Maps: perRound((m) => 14_000 + spread(m, 70), 0.5) }),
      ['Maps'],
    ],
    ['facts that nobody forgets', life({ 'facts that calls share': (m) => m * 15 }), ['facts that calls share']],
    ['a heap that fills and is emptied', life({ heapMb: sawtooth(usual.heapMb, 8, 30) }), ['the heap']],
    ['a heap at one wild look', life({ heapMb: onceAt(usual.heapMb, 5, 60) }), ['the heap']],
    [
      'a heap that grows by a megabyte and a half an hour',
      life({ heapMb: (m) => usual.heapMb(m) + m / 40 }),
      ['the heap grew by'],
    ],
    ['a heap that grows by less', life({ heapMb: (m) => usual.heapMb(m) + m / 100 }), []],
    ['buffers outside the heap', life({ residentMb: sawtooth(usual.residentMb, 120, 35) }), ['resident memory']],
    ['what cannot be read', life({ sockets: (m) => (m === 80 ? Number.NaN : 32) }), ['sockets']],
    ['a rejection', { ...life(), unhandled: ['Error'] }, ['no promise was rejected unheard, and no warning was given']],
    ['a wrong answer', { ...life(), failed: 1 }, ['every turn was answered as it must be']],
  ])('%s', (_, report, expected) => {
    expect(noes(report)).toEqual(expected);
  });

  it('judges no slope of a life of minutes', () => {
    const report = life({ Maps: perRound(() => 900, 0.5), heapMb: (m) => usual.heapMb(m) + m / 40 }, 40);
    expect([noes(report), noes(report, false)]).toEqual([['Maps', 'the heap grew by'], []]);
  });

  it('finds a chain of any length, wherever chance cuts it, and takes no noise for one', () => {
    const level = fc.integer({ min: 0, max: 20_000 });
    // Seen at five looks at least before it is cut, and the highest of them is near its end.
    const minutes = fc.integer({ min: 25, max: 119 });
    fc.assert(
      fc.property(
        level,
        minutes,
        fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })),
        (from, period, some) => {
          const kept = 32 + from * 0.05;
          const random = Array.from({ length: 120 }, () => some.next().value ?? 0);
          const around: Course = (m) => from + ((random[m] ?? 0) * kept) / 3;
          expect(noes(life({ Maps: around }), false)).toEqual([]);
          expect(noes(life({ Maps: sawtooth(around, kept * 3, period) }), false)).toEqual(['Maps']);
        },
      ),
    );
  });
});
