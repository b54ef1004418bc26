import { describe, expect, inject, it } from 'vitest';
import { noRedis } from '../support/start-redis.ts';
import { newPrefix } from '../support/timed-limiter.ts';
import { hammer } from './windows.ts';

const url = inject('redis');

describe.skipIf(url === undefined)(url === undefined ? noRedis : 'four processes with 64 callers each', () => {
  it('have at most the limit between them in every window, whatever their clocks say', async () => {
    const { admitted, refused, most } = await hammer(url ?? '', newPrefix(), {
      processes: 4,
      callers: 64,
      max: 50,
      seconds: 4,
    });
    expect(most).toBe(50);
    expect(admitted).toBeGreaterThanOrEqual(150);
    expect(refused).toBeGreaterThan(admitted);
  }, 120_000);
});
