import type { Journal } from '../audit/index.ts';
import type { AuditConfig } from '../config/index.ts';
import type { Clock } from '../kernel/index.ts';
import type { Store } from '../store/index.ts';

const everyMs = 10 * 60_000;

/**
 * Removes records that need not be kept any longer, beside everything else: the store's thread does it in small steps,
 * and no call waits for the store.
 *
 * @param audit the configuration in force
 * @param onError told of what keeps it from doing so; it is tried again
 * @returns what ends it
 */
export function keepRetention(
  store: Pick<Store, 'retain'>,
  journal: Pick<Journal, 'record'>,
  clock: Clock,
  audit: () => AuditConfig,
  onError: (error: unknown) => void,
): () => void {
  const work = async (): Promise<void> => {
    const { retentionMs, maxBytes } = audit();
    if (retentionMs === undefined && maxBytes === undefined) return;
    const now = clock.now();
    const before = retentionMs === undefined ? 0 : now - retentionMs;
    const removed = await store.retain({ before, now, ...(maxBytes === undefined ? {} : { maxBytes }) });
    if (removed === 0) return;
    await journal.record({ kind: 'event', time: clock.now(), event: 'records_removed', detail: { removed } });
  };
  const timer = setInterval(() => void work().catch(onError), everyMs).unref();
  void work().catch(onError);
  return () => clearInterval(timer);
}
