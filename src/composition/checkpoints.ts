import type { Journal } from '../audit/index.ts';
import type { Clock } from '../kernel/index.ts';
import { checkpoint, type Store } from '../store/index.ts';

const everyMs = 10 * 60_000;

/**
 * Where several processes write a chain each, each says on its own now and then where all of them stand: whoever cuts one
 * off, or takes a whole one away, leaves the others as witnesses. Nobody waits for anybody.
 *
 * @param warn told of what keeps it from doing so; it is tried again
 * @returns what ends it
 */
export function keepCheckpoints(
  store: Pick<Store, 'heads' | 'database'>,
  journal: Pick<Journal, 'record'>,
  clock: Clock,
  warn: (message: string, fields: Readonly<Record<string, unknown>>) => void,
): () => void {
  // In a data folder there is one gateway, whose head is kept elsewhere (`audit head`).
  if (store.database === undefined) return () => undefined;
  let last = '';
  const work = async (): Promise<void> => {
    const heads = await store.heads();
    const stand = heads.map(({ writer, seq }) => `${writer}/${seq}`).join();
    // One that only tells of the one before it tells nothing.
    if (stand === last || heads.length < 2) return;
    await journal.record(checkpoint(heads, clock.now()));
    last = stand;
  };
  const timer = setInterval(
    () => void work().catch((error: unknown) => warn('no checkpoint could be written', { error })),
    everyMs,
  ).unref();
  return () => clearInterval(timer);
}
