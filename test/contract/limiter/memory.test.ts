import { memoryLimiter } from '../../../src/limits/index.ts';
import { limiterContract, type Opened } from './suite.ts';

function opened(limiter: ReturnType<typeof memoryLimiter>): Opened {
  return {
    limiter,
    restart: async (clock) => opened(memoryLimiter(clock, limiter.snapshot())),
    close: async () => {},
  };
}

limiterContract('memory', async (clock) => opened(memoryLimiter(clock)));
