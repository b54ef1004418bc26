import { operator, Passwords } from '../accounts/index.ts';
import { type Api, apiPlane, decisionRoutes, lateApi } from '../control/api/index.ts';
import { type ChangeFeed, Control, type Services, type Stand } from '../control/index.ts';
import type { Route } from '../edge/index.ts';
import { anchoredClock, type Clock } from '../kernel/index.ts';
import { type KeyRing, loadKeyRing } from '../seal/index.ts';
import {
  databaseClock,
  databaseUrl,
  isUnused,
  openAuditReader,
  openDatabaseReader,
  openFolder,
  openSql,
  removeRecords,
  type Sql,
} from '../store/index.ts';

export interface ControlPlaneOptions {
  readonly dataFolder: string;
  /** `postgres://…`; absent where the database is SQLite's, in the data folder. */
  readonly database?: string | undefined;
  /** Opens the verbs' connection; absent: in a thread of its own, or to the server that `database` names. */
  readonly openSql?: () => Promise<Sql>;
  readonly keys: KeyRing;
  /** Absent: anchored to the newest time on record. */
  readonly clock?: Clock;
  /** What the composition has for verbs; for the rest there is a default. */
  readonly services: Partial<Services>;
  /** Tells the other gateways of an installation of changes; absent where there are none. */
  readonly feed?: ChangeFeed;
  /** What was last seen in the database from here; absent where nobody kept it. */
  readonly seen?: Stand | undefined;
  readonly version: string;
  /** Told of what went wrong where nobody waits for it. */
  readonly onError: (error: unknown) => void;
}

/** The control plane, open on a data folder and served to nobody yet. */
export interface ControlPlane {
  readonly control: Control;
  readonly api: Api;
  /** What the front door serves. */
  readonly routes: readonly Route[];
  /** What the local socket serves: who can reach it is the operator. */
  readonly localRoutes: readonly Route[];
  close(): Promise<void>;
}

/**
 * How long a look for changes waits for its answer, in ms. Whoever does not get one refuses calls after five seconds, so it
 * waits for nobody, and least of all for verbs that a server answers no more.
 */
const lookMs = 1_500;

/**
 * The control plane's part of the composition root. It is loaded by `toolgate up` and by commands that open a folder by
 * themselves; `toolgate run` has none.
 *
 * @throws SqlError
 */
export async function openControlPlane(options: ControlPlaneOptions): Promise<ControlPlane> {
  const { dataFolder, database, keys, services, version, onError } = options;
  const sql = await (options.openSql?.() ?? openSql(dataFolder, database));
  let looking: Sql | undefined;
  const close = async (): Promise<void> => {
    await sql.destroy();
    await looking?.destroy();
  };
  try {
    if (database !== undefined) looking = await openSql(dataFolder, database, { answerMs: lookMs, most: 2 });
    const clock = options.clock ?? (await clockOf(sql));
    const control = await Control.open({
      sql,
      looking,
      keys,
      clock,
      services: { ...defaults(dataFolder, keys), ...services },
      ...(options.feed === undefined ? {} : { feed: options.feed }),
      seen: options.seen,
      onError,
    });
    const api = lateApi(control, version);
    return {
      control,
      api,
      routes: [...apiPlane(api), ...decisionRoutes(api)],
      localRoutes: apiPlane(api, operator),
      close: async () => {
        control.close();
        await close();
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/**
 * Opens the control plane on a folder that may have no gateway running on it, for a command.
 *
 * @throws SealError, SqlError
 */
export async function openControlFolder(
  path: string,
  options: {
    readonly ignored: boolean;
    readonly env: Readonly<Record<string, string | undefined>>;
    readonly version: string;
  },
): Promise<ControlPlane> {
  const folder = openFolder(path, { mode: 'shared', ignored: options.ignored });
  const database = databaseUrl(options.env);
  const create = database === undefined && isUnused(folder.path);
  const keys = loadKeyRing({ env: options.env, folder: folder.path, create });
  // Whoever ran the command sees the fault itself.
  return openControlPlane({
    dataFolder: folder.path,
    database,
    keys,
    services: {
      verify: async (heads) => {
        const reader = database === undefined ? openAuditReader(folder.path) : await openDatabaseReader(database);
        try {
          return await reader.verify(keys, heads);
        } finally {
          await reader.close();
        }
      },
      retain: (removal) => removeRecords(folder.path, database, keys, removal),
    },
    version: options.version,
    onError: () => undefined,
  });
}

/** Where several gateways run on one host, each has a cookie of its own: the port is no part of a cookie's place. */
function defaults(dataFolder: string, keys: KeyRing): Services {
  return { dataFolder, passwords: new Passwords(), cookie: { name: `toolgate_${keys.current}`, secure: false } };
}

/** That of the database's server, where it has one: what a command writes is read by gateways on other machines. */
async function clockOf(sql: Sql): Promise<Clock> {
  const [newest, there] = [await lastTime(sql), await databaseClock(sql, anchoredClock())];
  return anchoredClock(newest, there?.ahead);
}

async function lastTime(sql: Sql): Promise<number> {
  const row = await sql
    .selectFrom('writer')
    .select((x) => x.fn.max('last_time').as('time'))
    .executeTakeFirst();
  return Number(row?.time ?? 0);
}
