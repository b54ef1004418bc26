import { describe, expect, it } from 'vitest';
import { collectorDoubt, collectorOf } from './collector-of.ts';

const endpoint = 'http://collector:4318';

describe('the collector of the environment', () => {
  it('is told of records, by its headers, and of no value', () => {
    const env = { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, OTEL_EXPORTER_OTLP_HEADERS: 'a=b, X-Key = c%20d ,' };
    expect(collectorDoubt(env)).toBeUndefined();
    expect(collectorOf(env)).toEqual([
      {
        name: 'otlp:environment',
        url: endpoint,
        format: 'otlp',
        headers: new Map([
          ['a', 'b'],
          ['X-Key', 'c d'],
        ]),
        secret: undefined,
        types: ['records.calls', 'records.events', 'records.spans'],
        values: false,
        allowPrivate: true,
      },
    ]);
  });

  it.each([{}, { OTEL_EXPORTER_OTLP_ENDPOINT: '' }, { OTEL_EXPORTER_OTLP_HEADERS: 'a=b' }])('%j names none', (env) => {
    expect(collectorOf(env)).toEqual([]);
    expect(collectorDoubt(env)).toBeUndefined();
  });

  it.each([
    [{ OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' }, /grpc/],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'ftp://canary' }, /no http or https URL/],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://u:canary@c' }, /no http or https URL/],
    [{ OTEL_EXPORTER_OTLP_HEADERS: 'canary' }, /no list/],
    [{ OTEL_EXPORTER_OTLP_HEADERS: 'a=canary%0d%0a' }, /no list/],
    [{ OTEL_EXPORTER_OTLP_HEADERS: 'canary %=b' }, /no list/],
  ])('%j is not obeyed, and why is said without a word of it', (more, why) => {
    const env = { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, ...more };
    expect(collectorOf(env)).toEqual([]);
    expect(collectorDoubt(env)).toMatch(why);
    expect(collectorDoubt(env)).not.toContain('canary');
  });
});
