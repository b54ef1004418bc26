import type { Clock } from '../../kernel/index.ts';

/** Ms since the epoch. */
const serverTime = 'SELECT floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint AS now';

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
 * Measures how far a PostgreSQL server's clock is ahead of one of this process.
 *
 * @param ask runs a statement there
 * @throws what asking throws
 */
export async function clockAhead(
  ask: (statement: string) => Promise<{ readonly rows: readonly { readonly now?: unknown }[] }>,
  clock: Pick<Clock, 'now'>,
): Promise<ClockAhead> {
  let best: ClockAhead = { ahead: 0, within: Number.POSITIVE_INFINITY };
  for (let round = 0; round < rounds; round += 1) {
    const before = clock.now();
    const { rows } = await ask(serverTime);
    const after = clock.now();
    const server = Number(rows[0]?.now);
    // Both clocks are read in whole milliseconds.
    const within = (after - before) / 2 + 1;
    if (within < best.within) best = { ahead: server - (before + after) / 2, within };
  }
  return best;
}
