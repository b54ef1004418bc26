import { Counter, Gauge, Registry } from 'prom-client';
import { expect, test } from 'vitest';
import { mergeMetrics } from './merge-metrics.ts';

test('a family stands there once, each sample with the worker that says it', async () => {
  const texts = await Promise.all(
    [1, 2].map(async (slot) => {
      const registers = [new Registry()];
      const counter = new Counter({ name: 'calls', help: 'Calls.', labelNames: ['server'], registers });
      counter.inc({ server: 'a} 7 {"' }, slot);
      new Gauge({ name: 'open', help: 'Open.', registers }).set(slot * 10);
      return [slot, (await registers[0]?.metrics()) ?? ''] as const;
    }),
  );
  expect(mergeMetrics(new Map(texts)).split('\n')).toEqual([
    '# HELP calls Calls.',
    '# TYPE calls counter',
    'calls{worker="1",server="a} 7 {\\""} 1',
    'calls{worker="2",server="a} 7 {\\""} 2',
    '',
    '# HELP open Open.',
    '# TYPE open gauge',
    'open{worker="1"} 10',
    'open{worker="2"} 20',
    '',
  ]);
});

test('a family that only one has is there, too, and none is no text', () => {
  const own = '# HELP only One.\n# TYPE only gauge\nonly 1\n';
  expect(
    mergeMetrics(
      new Map([
        [1, ''],
        [2, own],
      ]),
    ),
  ).toContain('only{worker="2"} 1');
  expect(mergeMetrics(new Map())).toBe('');
});
