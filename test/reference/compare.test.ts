import { describe, expect, it } from 'vitest';
import { campaign } from './compare/campaign.ts';
import { production } from './compare/production.ts';

const pairs = 100_000;

describe('the reference and the product', () => {
  it(`agree on ${pairs} documents and calls`, { timeout: 600_000 }, () => {
    const { allowed, outcomes, histogram, disagreements, pairs: done } = campaign(production, 1, pairs);
    process.stdout.write(`${histogram.table()}\n`);
    for (const [outcome, count] of outcomes) process.stdout.write(`${outcome}: ${count}\n`);
    expect(disagreements.join('\n\n')).toBe('');
    expect(done).toBeGreaterThanOrEqual(pairs);
    expect(allowed).toBeGreaterThanOrEqual(0.3);
    expect(histogram.empty()).toEqual([]);
  });
});
