import type { Config } from '../config/index.ts';
import { type FrontDoor, openFrontDoor, type Route } from '../edge/index.ts';
import type { recordRefusals } from '../gateway/index.ts';
import type { Clock } from '../kernel/index.ts';
import type { Logger } from '../telemetry/index.ts';
import { securityRoutes } from './security-routes.ts';

interface Around {
  readonly clock: Pick<Clock, 'now'>;
  readonly refusals: Pick<ReturnType<typeof recordRefusals>, 'turnedAway'>;
  readonly log: Logger;
  /** Whoever holds streams open. */
  readonly streams: readonly { closeStreams(): void }[];
}

/** Opens the front door of `toolgate up` or of `run --listen` on what a configuration says about it. */
export async function openHttpDoor(
  config: Config,
  routes: readonly Route[],
  { clock, refusals, log, streams }: Around,
): Promise<FrontDoor> {
  const door = await openFrontDoor(
    {
      ...config.listen,
      tls: config.tls,
      publicUrl: config.publicUrl,
      insecure: config.insecure,
      allowedHosts: config.allowedHosts,
      allowedOrigins: config.allowedOrigins,
      trustedProxies: config.trustedProxies,
      onRefusal: ({ address, code, route }) => refusals.turnedAway(address, code, route),
      onError: (error, route) => log.error({ error, route }, 'a handler failed'),
    },
    [...routes, ...securityRoutes(config, clock)],
  );
  return {
    address: door.address,
    drain: door.drain,
    withdraw: door.withdraw,
    close: (graceMs) => {
      const closed = door.close(graceMs);
      // A stream is no call that could end by itself: each would hold the door open for as long as it may be. Its client
      // has been told when to come back, and comes to whoever is there then.
      for (const holder of streams) holder.closeStreams();
      return closed;
    },
  };
}
