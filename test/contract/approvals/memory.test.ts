import { emptyBook, type MemoryQueue, memoryQueue } from './memory-queue.ts';
import { approvalsContract } from './suite.ts';

approvalsContract(
  'in memory',
  async (clock) => {
    const book = emptyBook();
    let queue: MemoryQueue = memoryQueue(clock, book);
    const others: MemoryQueue[] = [];
    return {
      get queue() {
        return queue;
      },
      another: async () => {
        const other = memoryQueue(clock, book);
        others.push(other);
        return other;
      },
      restart: async () => {
        await queue.close();
        queue = memoryQueue(clock, book);
      },
      decide: async (id, decision, by) => {
        const deciding = queue.decide(id, decision, by);
        if (!deciding.ok) return deciding;
        const { proposal, exception } = deciding.decided;
        return {
          ok: true,
          ...(proposal === undefined ? {} : { proposal: proposal.approval.id }),
          ...(exception === undefined ? {} : { exception: exception.id }),
        };
      },
      revoke: async (id) => queue.revoke(id),
      close: async () => {
        await Promise.all([queue, ...others].map((each) => each.close()));
      },
    };
  },
  400,
);
