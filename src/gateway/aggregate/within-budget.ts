import { Fault } from '../../kernel/index.ts';

/** A slow server never delays a list beyond this. */
export const listBudgetMs = 2_000;

/**
 * What is not there in time is left out. The work goes on: a server that is starting is ready for the next list.
 *
 * @param late hears that the work has been done after all
 * @throws Fault `upstream_timeout`
 */
export async function withinBudget<T>(work: Promise<T>, ms: number, late: () => void): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    reject(new Fault('upstream_timeout', 'The server did not answer in time.'));
    work.then(late, () => {});
  }, ms);
  try {
    return await Promise.race([work, promise]);
  } finally {
    clearTimeout(timer);
  }
}
