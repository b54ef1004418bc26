import { join } from 'node:path';
import { operator } from '../../accounts/index.ts';
import type { Gateway } from '../../composition/composed.ts';
import type { ControlPlane } from '../../composition/control-plane.ts';
import type { untilInForce } from '../../composition/until-in-force.ts';
import type { Config } from '../../config/index.ts';
import { isSetUp } from '../../control/index.ts';
import { type Handler, ListenError, openLocalDoor } from '../../edge/index.ts';
import type { Logger } from '../../telemetry/index.ts';
import { version } from '../version.ts';
import { adminOriginOf } from './greeting.ts';

interface PlaneOptions {
  readonly gateway: Gateway;
  readonly dataFolder: string;
  readonly config: Config;
  readonly log: Logger;
  /** How agents reach the gateway, once it is served. */
  readonly origin: () => string;
  /** How operators reach the dashboard then. */
  readonly dashboard: () => string;
}

/** The control plane beside a gateway, with its local socket open. */
export interface ServedPlane extends Pick<ControlPlane, 'control' | 'routes'> {
  /** Answers a browser that finds nothing. */
  readonly lost: Handler;
  /** A fresh link for the first user; `undefined` when there is one. */
  setupLink(): Promise<string | undefined>;
  close(): Promise<void>;
}

/**
 * Opens the control plane beside a gateway, and the socket by which other commands on this machine speak to it. Where one
 * part of it cannot be opened, those before it are closed.
 */
export async function openPlane(options: PlaneOptions): Promise<ServedPlane> {
  const opened: (() => unknown)[] = [];
  const close = async (): Promise<void> => {
    for (const end of opened.splice(0).toReversed()) await end();
  };
  try {
    const inForce: Followed[] = [];
    const plane = await openControl(options, inForce);
    opened.push(() => plane.close());
    const { control } = plane;
    const governing = await putInForce(options, control, inForce, opened);
    await followDatabase(options, control, () => governing.upToDate(), opened);
    const { gateway, dataFolder, config, log, dashboard } = options;
    const { openCatalogPlane } = await import('../../composition/catalog-plane.ts');
    const catalog = await openCatalogPlane({ gateway, control, dataFolder, config, log, origin: dashboard, version });
    opened.push(() => catalog.close());
    await openSocket(options, plane, opened);
    const { dashboardRoutes, lostPage } = await import('../../dashboard/index.ts');
    return {
      control,
      routes: [...plane.routes, ...catalog.routes, ...dashboardRoutes()],
      lost: lostPage,
      setupLink: async () => {
        if (await isSetUp(control.sql)) return undefined;
        const { issueSetupLink } = await import('../../control/verbs/setup/index.ts');
        return (await control.run(issueSetupLink, {}, { actor: operator })).link;
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

type Followed = Parameters<typeof untilInForce>[0][number];

/** @param inForce what a change must have reached before it is said to be in force */
async function openControl(
  { gateway, dataFolder, config, log, origin, dashboard }: PlaneOptions,
  inForce: readonly Followed[],
): Promise<ControlPlane> {
  const [{ openControlPlane }, { readLastSeen }, { untilInForce }, { Inspector }, { oneAtATime }] = await Promise.all([
    import('../../composition/control-plane.ts'),
    import('../../composition/last-seen.ts'),
    import('../../composition/until-in-force.ts'),
    import('../../composition/inspector.ts'),
    import('../../composition/one-at-a-time.ts'),
  ]);
  const { clock, snapshot } = gateway.ports;
  const inspector = new Inspector(snapshot, clock, version);
  const secure = adminOriginOf(config, config.listen, config.admin?.listen).startsWith('https:');
  return openControlPlane({
    dataFolder,
    database: gateway.database,
    openSql: () => gateway.openSql(),
    keys: gateway.keys,
    clock,
    services: {
      origin,
      dashboard,
      ...(secure ? { cookie: { name: '__Host-toolgate', secure } } : {}),
      declared: () => gateway.declared(),
      snapshot: async () => snapshot(),
      inspect: (server) => inspector.inspect(server),
      heard: (server, enough) => inspector.heard(server, enough),
      verify: oneAtATime('a walk through the chains', (heads) => gateway.verify(heads)),
      retain: oneAtATime('removing old records', (removal) => gateway.retain(removal)),
      inForce: () => untilInForce(inForce),
    },
    ...(gateway.feed === undefined ? {} : { feed: gateway.feed }),
    // In a data folder both would be set back together.
    ...(gateway.database === undefined ? {} : { seen: readLastSeen(dataFolder) }),
    version,
    onError: (error) => log.error({ error }, 'the control plane failed at something'),
  });
}

/** Nobody is served before what is stored is in force. */
async function putInForce(
  { gateway, log }: PlaneOptions,
  control: ControlPlane['control'],
  inForce: Followed[],
  opened: (() => unknown)[],
): Promise<Followed> {
  const [{ govern }, { StoredConfiguration }, { confirmWhatIsInForce }] = await Promise.all([
    import('../../composition/governance.ts'),
    import('../../composition/stored-configuration.ts'),
    import('../../composition/confirm-what-is-in-force.ts'),
  ]);
  const began = gateway.ports.clock.monotonic();
  const governing = await govern(gateway, control, log, version);
  opened.push(() => governing.close());
  inForce.push(governing);
  const stored = await StoredConfiguration.open(gateway, control, log);
  opened.push(() => stored.close());
  inForce.push(stored);
  // A start on a busy machine takes longer than a gateway may be without news.
  gateway.confirm(began);
  opened.push(confirmWhatIsInForce(gateway, control.looked, [governing, stored]));
  return governing;
}

/** Where the database is not in the data folder it has a clock of its own, and may be set back. */
async function followDatabase(
  { gateway, dataFolder, log }: PlaneOptions,
  control: ControlPlane['control'],
  settled: () => Promise<void>,
  opened: (() => unknown)[],
): Promise<void> {
  if (gateway.database === undefined) return;
  const [{ followDatabaseClock }, { keepLastSeen }] = await Promise.all([
    import('../../composition/follow-database-clock.ts'),
    import('../../composition/last-seen.ts'),
  ]);
  opened.push(keepLastSeen(dataFolder, control, settled, log));
  opened.push(followDatabaseClock({ clock: gateway.clock, found: gateway.databaseClock, sql: control.sql, log }));
}

async function openSocket(
  { dataFolder, log }: PlaneOptions,
  { localRoutes }: ControlPlane,
  opened: (() => unknown)[],
): Promise<void> {
  try {
    const local = await openLocalDoor(join(dataFolder, 'control.sock'), localRoutes, {
      onError: (error, route) => log.error({ error, route }, 'a handler failed'),
    });
    opened.push(() => local.close(2_000));
  } catch (error) {
    if (!(error instanceof ListenError)) throw error;
    // Commands open the folder by themselves then, which is as safe.
    log.warn({ error }, 'there is no local socket');
  }
}
