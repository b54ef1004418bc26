import { uptime } from 'node:os';
import type { Clock } from '../kernel/index.ts';
import type { Logger } from '../telemetry/index.ts';

const everyMs = 1_000;

/** Shorter ones are not told from how exactly the two are read: some systems say whole seconds. */
const leastMs = 2_000;

interface Suspended {
  readonly clock: Pick<Clock, 'monotonic'>;
  /** Takes out by how much the clock is behind. */
  readonly steer: (byMs: number) => void;
  /** What the gateway knows of the installation was known before its machine was suspended. */
  readonly lapse: () => void;
  readonly log: Pick<Logger, 'info'>;
  /** How long the machine has been up, with the time for which it was suspended, in seconds. */
  readonly up?: () => number;
}

/**
 * Notices that the machine was suspended: a process's monotonic clock stands still then, and so does whatever goes by it. What
 * expires does so by the time that has passed, and not by the time for which the gateway was awake.
 *
 * The wall clock is not asked: it may be set, and no time that a limit counts by is to move with it.
 *
 * @returns ends it
 */
export function followSuspension({ clock, steer, lapse, log, up = uptime }: Suspended): () => void {
  const asleep = (): number => up() * 1_000 - clock.monotonic();
  let before = asleep();
  const timer = setInterval(() => {
    const now = asleep();
    const ms = now - before;
    // What is less than the least adds up: on a system that says whole seconds it goes to and fro.
    if (Math.abs(ms) < leastMs) return;
    before = now;
    if (ms < 0) return;
    lapse();
    steer(ms);
    log.info({ ms: Math.round(ms) }, 'this machine was suspended; the time has passed all the same');
  }, everyMs).unref();
  return () => clearInterval(timer);
}
