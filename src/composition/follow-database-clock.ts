import type { Clock } from '../kernel/index.ts';
import { databaseClock, type Sql } from '../store/index.ts';
import type { Logger } from '../telemetry/index.ts';

/** How often it is asked for. A bad clock strays by some milliseconds meanwhile; one that was suspended, by hours. */
const everyMs = 30_000;

/** So far apart it is told, ms: what expires does so by this clock. */
const tellMs = 2_000;

interface Following {
  readonly clock: Pick<Clock, 'now'>;
  /** Holds that clock to the database's. */
  readonly steer: (byMs: number) => void;
  readonly sql: Sql;
  readonly log: Pick<Logger, 'warn'>;
}

/**
 * Holds a gateway's clock to the clock of the database that it shares with others: approvals, grants and sessions end at one
 * time, whichever gateway is asked.
 *
 * @returns ends it
 */
export function followDatabaseClock(following: Following): () => void {
  let asking = false;
  const timer = setInterval(() => {
    if (asking) return;
    asking = true;
    void holdToDatabase(following).finally(() => {
      asking = false;
    });
  }, everyMs).unref();
  return () => clearInterval(timer);
}

/** Asks once. A database that does not answer is asked again: a gateway that hears nothing of it serves nothing soon. */
export async function holdToDatabase({ clock, steer, sql, log }: Following): Promise<void> {
  const apart = await databaseClock(sql, clock).catch(() => undefined);
  if (apart === undefined || Math.abs(apart.ahead) <= apart.within) return;
  const { ahead } = apart;
  if (Math.abs(ahead) >= tellMs) {
    log.warn({ aheadMs: Math.round(ahead) }, 'the clock strayed from that of the database, and follows it');
  }
  steer(ahead);
}
