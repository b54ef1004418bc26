import type { SteeredClock } from '../kernel/index.ts';
import { databaseClock, type Sql } from '../store/index.ts';
import type { Logger } from '../telemetry/index.ts';

/** How often it is asked for. A bad clock strays by some milliseconds meanwhile; one that was suspended, by hours. */
const everyMs = 30_000;

/** So far apart it is told, ms: what expires does so by the other clock. */
const tellMs = 2_000;

interface Following {
  readonly clock: Pick<SteeredClock, 'now' | 'steer' | 'ahead'>;
  /** Told each time how far the database's clock is ahead of this machine's, ms. */
  readonly found: (aheadMs: number) => void;
  readonly sql: Sql;
  readonly log: Pick<Logger, 'warn' | 'info'>;
}

/**
 * Holds a gateway's clock to the clock of the database that it shares with others: approvals, grants and sessions end at one
 * time, whichever gateway is asked.
 *
 * @returns ends it
 */
export function followDatabaseClock(following: Following): () => void {
  let asking = false;
  let isApart = false;
  const ask = (): void => {
    if (asking) return;
    asking = true;
    void holdToDatabase(following, isApart)
      .then((apart) => {
        isApart = apart;
      })
      .finally(() => {
        asking = false;
      });
  };
  ask();
  const timer = setInterval(ask, everyMs).unref();
  return () => clearInterval(timer);
}

/**
 * Asks once. A database that does not answer is asked again: a gateway that hears nothing of it serves nothing soon.
 *
 * @param wasApart whether it was told that the machine's clock and the database's differ: told once, for a gateway that follows the
 *   right one has nothing to fear from a wrong one
 * @returns the same for the next time
 */
export async function holdToDatabase({ clock, found, sql, log }: Following, wasApart = false): Promise<boolean> {
  const apart = await databaseClock(sql, clock).catch(() => undefined);
  if (apart === undefined) return wasApart;
  const { ahead, within } = apart;
  const ofMachine = clock.ahead() + ahead;
  found(ofMachine);
  if (Math.abs(ahead) > within) {
    if (Math.abs(ahead) >= tellMs) {
      log.warn({ aheadMs: Math.round(ahead) }, 'the clock strayed from that of the database, and follows it');
    }
    clock.steer(ahead);
  }
  const isApart = Math.abs(ofMachine) >= tellMs;
  const fields = { aheadMs: Math.round(ofMachine) };
  if (isApart && !wasApart) {
    log.warn(
      fields,
      'the clock of the database is not that of this machine: what begins and ends does so by the database',
    );
  } else if (wasApart && !isApart) log.info(fields, 'the clocks of the database and of this machine agree again');
  return isApart;
}
