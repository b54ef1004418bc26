import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Clock } from '../../../src/kernel/index.ts';
import { LateLimiter, sqliteLimiter } from '../../../src/store/sqlite/limiter/index.ts';
import { limiterContract, type Opened } from './suite.ts';

async function open(folder: string, clock: Clock): Promise<Opened> {
  const limiter = new LateLimiter(() => sqliteLimiter(join(folder, 'limits.db'), clock));
  return {
    limiter,
    restart: async (next) => {
      await limiter.close();
      return open(folder, next);
    },
    close: async () => {
      await limiter.close();
      await rm(folder, { recursive: true });
    },
  };
}

limiterContract('sqlite', async (clock) => open(await mkdtemp(join(tmpdir(), 'limits-')), clock));
