import { join } from 'node:path';
import { anchoredClock } from '../kernel/index.ts';
import { loadKeyRing } from '../seal/index.ts';
import {
  databaseUrl,
  isUnused,
  LateLimiter,
  openPostgresLimiter,
  openStore,
  type Store,
  sqliteLimiter,
} from '../store/index.ts';
import type { Logger } from '../telemetry/index.ts';

export interface StorageOptions {
  readonly dataFolder: string;
  /**
   * Absent: the one gateway on this data folder; counters live in memory and are rebuilt from the journal, or in the
   * database that the environment names, which is other gateways', too. Otherwise one of several processes that share
   * the folder, and with all that name the same, their limits.
   */
  readonly shared?: string;
  /** Keeps the data folder out of version control. */
  readonly ignored: boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly log: Logger;
}

/** What a gateway keeps things in, on its way to being open. */
export interface Storage {
  readonly store: Promise<Store>;
  /** The limits that several processes share, opened when they are first needed; `undefined` where one counts alone. */
  readonly limits: LateLimiter | undefined;
  /** Closes what was or will be opened, when nothing comes of the rest. */
  abandon(): Promise<void>;
}

/**
 * What begins first of what takes long: where the store has a worker to start, it opens its database and drains what
 * dead processes left while the policies are read. The data folder is there when this returns.
 */
export function openStorage({ dataFolder, shared, ignored, env, log }: StorageOptions): Storage {
  // Processes of one machine share what they count through its data folder, whatever the gateways there use.
  const database = shared === undefined ? databaseUrl(env) : undefined;
  const store = openStore(dataFolder, {
    mode: shared === undefined ? 'exclusive' : 'shared',
    ignored,
    // A key made here would be this replica's alone.
    keys: (folder) => loadKeyRing({ env, folder, create: database === undefined && isUnused(folder) }),
    ...(database === undefined ? {} : { database }),
    onJournalHealth: (healthy, error) =>
      healthy
        ? log.info('records can be kept again')
        : log.error({ error }, 'records cannot be kept: calls are refused'),
    onStoreHealth: (healthy, error) =>
      healthy ? log.info('the store has caught up') : log.warn({ error }, 'the store lags behind the journal'),
  });
  const limits = sharedLimits();
  // It is awaited later; a failure must wait for that, too.
  store.catch(() => undefined);
  function sharedLimits(): LateLimiter | undefined {
    if (shared !== undefined) {
      return new LateLimiter(() => sqliteLimiter(join(dataFolder, `limits-${shared}.db`), anchoredClock()));
    }
    if (database === undefined) return undefined;
    return new LateLimiter(async () => {
      // Its tables are made when the store is opened.
      await store;
      return openPostgresLimiter(database, anchoredClock());
    });
  }
  return {
    store,
    limits,
    abandon: async () => {
      // What could not be opened needs no closing.
      await Promise.allSettled([store.then((opened) => opened.close()), limits?.close()]);
    },
  };
}
