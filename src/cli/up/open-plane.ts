import { join } from 'node:path';
import { operator } from '../../accounts/index.ts';
import type { Gateway } from '../../composition/composed.ts';
import type { ControlPlane } from '../../composition/control-plane.ts';
import type { Governance } from '../../composition/governance.ts';
import type { StoredConfiguration as Kept } from '../../composition/stored-configuration.ts';
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

/** Opens the control plane beside a gateway, and the socket by which other commands on this machine speak to it. */
export async function openPlane({
  gateway,
  dataFolder,
  config,
  log,
  origin,
  dashboard,
}: PlaneOptions): Promise<ServedPlane> {
  const [
    { openControlPlane },
    { openCatalogPlane },
    { govern },
    { dashboardRoutes, lostPage },
    { StoredConfiguration },
    { confirmWhatIsInForce },
    { followDatabaseClock },
    { keepLastSeen, readLastSeen },
    { untilInForce },
    { Inspector },
    { oneAtATime },
  ] = await Promise.all([
    import('../../composition/control-plane.ts'),
    import('../../composition/catalog-plane.ts'),
    import('../../composition/governance.ts'),
    import('../../dashboard/index.ts'),
    import('../../composition/stored-configuration.ts'),
    import('../../composition/confirm-what-is-in-force.ts'),
    import('../../composition/follow-database-clock.ts'),
    import('../../composition/last-seen.ts'),
    import('../../composition/until-in-force.ts'),
    import('../../composition/inspector.ts'),
    import('../../composition/one-at-a-time.ts'),
  ]);
  const { clock, snapshot } = gateway.ports;
  const inspector = new Inspector(snapshot, clock, version);
  let stored: Kept | undefined;
  let governance: Governance | undefined;
  const secure = adminOriginOf(config, config.listen, config.admin?.listen).startsWith('https:');
  const plane = await openControlPlane({
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
      inForce: () => untilInForce([stored, governance].filter((part) => part !== undefined)),
    },
    ...(gateway.feed === undefined ? {} : { feed: gateway.feed }),
    // In a data folder both would be set back together.
    ...(gateway.database === undefined ? {} : { seen: readLastSeen(dataFolder) }),
    version,
    onError: (error) => log.error({ error }, 'the control plane failed at something'),
  });
  const abandon = async (error: unknown): Promise<never> => {
    await plane.close();
    throw error;
  };
  const began = clock.monotonic();
  const governing = await govern(gateway, plane.control, log, version).catch(abandon);
  governance = governing;
  // Nobody is served before what is stored is in force.
  stored = await StoredConfiguration.open(gateway, plane.control, log).catch(abandon);
  // A start on a busy machine takes longer than a gateway may be without news.
  gateway.confirm(began);
  const unsubscribe = confirmWhatIsInForce(gateway, plane.control.looked, [governing, stored]);
  const { sql } = plane.control;
  const isElsewhere = gateway.database !== undefined;
  const unfollow = isElsewhere
    ? followDatabaseClock({ clock: gateway.clock, found: gateway.databaseClock, sql, log })
    : () => undefined;
  const settled = () => governing.upToDate();
  const unkeep = isElsewhere ? keepLastSeen(dataFolder, plane.control, settled, log) : async () => undefined;
  const catalog = await openCatalogPlane({
    gateway,
    control: plane.control,
    dataFolder,
    config,
    log,
    origin: dashboard,
    version,
  }).catch(abandon);
  const local = await openLocalDoor(join(dataFolder, 'control.sock'), plane.localRoutes, {
    onError: (error, route) => log.error({ error, route }, 'a handler failed'),
  }).catch((error: unknown) => {
    if (!(error instanceof ListenError)) throw error;
    // Commands open the folder by themselves then, which is as safe.
    log.warn({ error }, 'there is no local socket');
    return undefined;
  });
  const { control } = plane;
  return {
    control,
    routes: [...plane.routes, ...catalog.routes, ...dashboardRoutes()],
    lost: lostPage,
    setupLink: async () => {
      if (await isSetUp(control.sql)) return undefined;
      const { issueSetupLink } = await import('../../control/verbs/setup/index.ts');
      return (await control.run(issueSetupLink, {}, { actor: operator })).link;
    },
    close: async () => {
      await local?.close(2_000);
      await catalog.close();
      unfollow();
      await unkeep();
      unsubscribe();
      await governing.close();
      await stored?.close();
      await plane.close();
    },
  };
}
