import type { Clock } from '../../kernel/index.ts';

/** Asks a PostgreSQL server for its time, ms since the epoch, as `now`. */
export const serverTime = 'SELECT floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint AS now';

/** A slow answer says little: the quickest of so many counts. */
const rounds = 3;

/** How two clocks stand to each other. */
export interface ClockAhead {
  /** How far the server's clock is ahead, ms; negative: behind. */
  readonly ahead: number;
  /** By how much that may be wrong, ms. */
  readonly within: number;
}

/**
 * Measures how far a server's clock is ahead of one of this process.
 *
 * @param ask the server's time, ms since the epoch
 * @throws what asking throws
 */
export async function clockAhead(ask: () => Promise<number>, clock: Pick<Clock, 'now'>): Promise<ClockAhead> {
  let best: ClockAhead = { ahead: 0, within: Number.POSITIVE_INFINITY };
  for (let round = 0; round < rounds; round += 1) {
    const before = clock.now();
    const server = await ask();
    const after = clock.now();
    // Both clocks are read in whole milliseconds.
    const within = (after - before) / 2 + 1;
    if (within < best.within) best = { ahead: server - (before + after) / 2, within };
  }
  return best;
}
