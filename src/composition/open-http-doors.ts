import type { Config } from '../config/index.ts';
import { type FrontDoor, type Handler, openFrontDoor, type Route } from '../edge/index.ts';
import type { recordRefusals } from '../gateway/index.ts';
import type { Clock } from '../kernel/index.ts';
import type { Logger } from '../telemetry/index.ts';
import { oauthRoute } from './oauth-route.ts';
import { securityRoutes } from './security-routes.ts';

interface Around {
  readonly clock: Pick<Clock, 'now'>;
  readonly refusals: Pick<ReturnType<typeof recordRefusals>, 'turnedAway'>;
  readonly log: Logger;
  /** Whoever holds streams open. */
  readonly streams: readonly { closeStreams(): void }[];
}

/** What is served: to whom is said by the path. */
export interface Served {
  /** Whoever looks whether the process is well looks at any listener. */
  readonly probes: readonly Route[];
  readonly routes: readonly Route[];
  /** For a browser that finds nothing where operators are served. */
  readonly lost?: Handler | undefined;
}

/** The listeners of a gateway as one. */
export interface HttpDoors extends FrontDoor {
  /** Where operators are served, if that is another place. */
  readonly adminAddress: FrontDoor['address'] | undefined;
}

/**
 * Opens the front door of `toolgate up` or of `run --listen` on what a configuration says about it, and one for operators
 * where it wants one.
 *
 * @throws ListenError
 */
export async function openHttpDoors(
  config: Config,
  { probes, routes, lost }: Served,
  { clock, refusals, log, streams }: Around,
): Promise<HttpDoors> {
  const { admin, tls, insecure, allowedHosts, trustedProxies } = config;
  const everywhere = [...probes, ...securityRoutes(config, clock)];
  const common = {
    tls,
    insecure,
    allowedHosts,
    trustedProxies,
    onRefusal: ({ address, code, route }) => refusals.turnedAway(address, code, route),
    onError: (error, route) => log.error({ error, route }, 'a handler failed'),
  } satisfies Partial<Parameters<typeof openFrontDoor>[0]>;
  const toAgents = admin === undefined ? routes : routes.filter(isForAgents);
  const door = await openFrontDoor(
    {
      ...config.listen,
      ...common,
      signpost,
      publicUrl: config.publicUrl,
      allowedOrigins: config.allowedOrigins,
      lost: admin === undefined ? lost : undefined,
    },
    [...toAgents, oauthRoute, ...everywhere],
  );
  const doors = [door];
  if (admin !== undefined) {
    const toOperators = routes.filter((route) => !isForAgents(route));
    // `allowedOrigins` are pages that may call the gateway: none has a word in the dashboard.
    const options = { ...admin.listen, ...common, publicUrl: admin.publicUrl, lost };
    try {
      doors.push(await openFrontDoor(options, [...toOperators, ...everywhere]));
    } catch (error) {
      await door.close(0);
      throw error;
    }
  }
  const all = async (act: (each: FrontDoor) => Promise<void>): Promise<void> => {
    await Promise.all(doors.map(act));
  };
  return {
    address: door.address,
    adminAddress: doors[1]?.address,
    drain: (howLong) => all((each) => each.drain(howLong)),
    withdraw: (mostMs) => all((each) => each.withdraw(mostMs)),
    close: (graceMs) => {
      const closed = all((each) => each.close(graceMs));
      // A stream is no call that could end by itself: each would hold the door open for as long as it may be. Its client
      // has been told when to come back, and comes to whoever is there then.
      for (const holder of streams) holder.closeStreams();
      return closed;
    },
  };
}

/** An origin without a path, and a slash at the end of one, are what a client's configuration is likeliest to have wrong. */
const signpost = 'MCP is spoken at /mcp/<server> and, for all servers of a grant, at /mcp; no slash stands at the end';

/** The gateway itself, and the catalogue as agents ask it. */
function isForAgents({ path }: Route): boolean {
  return path === '/mcp' || path.startsWith('/mcp/');
}
