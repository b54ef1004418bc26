import type { Clock } from '../kernel/index.ts';

/**
 * So many notifications of one conversation are passed on in a second. Those beyond are dropped: a
 * server that floods must not be what fills the streams of clients.
 */
export const notificationsPerSecond = 1_000;

/**
 * So many a second and no more: a server that floods the log must not be what fills the disk.
 *
 * @returns whether one more may pass
 */
export function rateCap(clock: Pick<Clock, 'monotonic'>, perSecond: number): () => boolean {
  let second = Number.NEGATIVE_INFINITY;
  let passed = 0;
  return () => {
    const now = clock.monotonic();
    if (now - second >= 1000) {
      second = now;
      passed = 0;
    }
    passed += 1;
    return passed <= perSecond;
  };
}
