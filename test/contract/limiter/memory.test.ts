import type { Limiter } from '../../../src/limits/index.ts';
import { type MemoryLimiter, memoryLimiter } from '../../../src/limits/index.ts';
import { KeptCounters } from './kept-counters.ts';
import { limiterContract, type Opened } from './suite.ts';

/** A limiter with a store beside it that is told what was taken, as the journal tells it. */
function opened(memory: MemoryLimiter, kept = new KeptCounters()): Opened {
  const settled = new WeakSet<object>();
  const limiter: Limiter = {
    look: (demand) => memory.look(demand),
    take: (demand) => {
      const answer = memory.take(demand);
      if (answer.ok) kept.take(answer);
      return answer;
    },
    giveBack: (receipt) => {
      memory.giveBack(receipt);
      if (!settled.has(receipt)) kept.giveBack(receipt);
      settled.add(receipt);
    },
    release: (receipt) => {
      memory.release(receipt);
      settled.add(receipt);
    },
  };
  return {
    limiter,
    restart: async (next) => {
      const { at: now } = memory.take({ budgets: [], slots: [] }) as { readonly at: number };
      return opened(memoryLimiter(next, kept.snapshot(now)), kept);
    },
    close: async () => {},
  };
}

limiterContract('memory', async (clock) => opened(memoryLimiter(clock)));
