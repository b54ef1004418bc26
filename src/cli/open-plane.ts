import { join } from 'node:path';
import { operator } from '../accounts/index.ts';
import type { Gateway } from '../compose.ts';
import type { Config } from '../config/index.ts';
import { issueSetupLink, showSetupState } from '../control/verbs/setup/index.ts';
import type { ControlPlane } from '../control-plane.ts';
import { ListenError, openLocalDoor } from '../edge/index.ts';
import type { Logger } from '../telemetry/index.ts';
import { originOf } from './greeting.ts';
import { version } from './version.ts';

interface PlaneOptions {
  readonly gateway: Gateway;
  readonly dataFolder: string;
  readonly config: Config;
  readonly log: Logger;
  /** How the gateway is reached, once it is. */
  readonly origin: () => string;
}

/** The control plane beside a gateway, with its local socket open. */
export interface ServedPlane extends Pick<ControlPlane, 'control' | 'routes'> {
  /** A fresh link for the first user; `undefined` when there is one. */
  setupLink(): Promise<string | undefined>;
  close(): Promise<void>;
}

/** Opens the control plane beside a gateway, and the socket by which other commands on this machine speak to it. */
export async function openPlane({ gateway, dataFolder, config, log, origin }: PlaneOptions): Promise<ServedPlane> {
  const [{ openControlPlane }, { govern }, { dashboardRoutes }] = await Promise.all([
    import('../control-plane.ts'),
    import('../governance.ts'),
    import('../dashboard/index.ts'),
  ]);
  const secure = originOf(config, config.listen).startsWith('https:');
  const plane = await openControlPlane({
    dataFolder,
    keys: gateway.keys,
    clock: gateway.ports.clock,
    services: { origin, ...(secure ? { cookie: { name: '__Host-toolgate', secure } } : {}) },
    version,
    onError: (error) => log.error({ error }, 'the control plane failed at something'),
  });
  const governance = await govern(gateway, plane.control, log).catch(async (error: unknown) => {
    await plane.close();
    throw error;
  });
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
    routes: [...plane.routes, ...dashboardRoutes()],
    setupLink: async () => {
      const { needed } = await control.run(showSetupState, {}, { actor: operator });
      return needed ? (await control.run(issueSetupLink, {}, { actor: operator })).link : undefined;
    },
    close: async () => {
      await local?.close(2_000);
      await governance.close();
      await plane.close();
    },
  };
}
