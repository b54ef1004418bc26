import type { Clock } from '../kernel/index.ts';

/**
 * So many a second and no more: a server that floods the log must not be what fills the disk.
 *
 * @returns whether one more may pass
 */
export function rateCap(clock: Clock, perSecond: number): () => boolean {
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
