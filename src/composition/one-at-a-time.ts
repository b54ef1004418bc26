import { Fault } from '../kernel/index.ts';

/**
 * Work that must not be under way twice: whoever asks meanwhile is told so, and waits in no queue.
 *
 * @param what as in "… is under way"
 * @throws Fault `conflict`
 */
export function oneAtATime<A extends readonly unknown[], R>(
  what: string,
  work: (...ask: A) => Promise<R>,
): (...ask: A) => Promise<R> {
  let isRunning = false;
  return async (...ask) => {
    if (isRunning) throw new Fault('conflict', `${what} is under way already; ask again when it has ended`);
    isRunning = true;
    try {
      return await work(...ask);
    } finally {
      isRunning = false;
    }
  };
}
