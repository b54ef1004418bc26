import type { Gateway, GatewayOptions } from './composition/composed.ts';
import { learnOnce } from './composition/learn-once.ts';
import { stayWarm } from './composition/stay-warm.ts';
import { youngGeneration } from './composition/young-generation.ts';
import type { ServerConfig } from './config/index.ts';
import { anchoredClock } from './kernel/index.ts';
import { openUpstream, type Upstream } from './upstream/index.ts';

/**
 * Starts a gateway; `composition/` is the only place where adapters meet domains. A server's process that is to be
 * started ahead is started before the rest of the gateway is even loaded: it takes longest, and whoever started
 * `toolgate run` waits for it.
 *
 * @throws PolicyProblems, or the store's own errors; what was opened is being closed then
 */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const { config, log } = options;
  youngGeneration.ofThreads();
  stayWarm();
  learnOnce();
  // Durations are all that the ways to the servers need a clock for.
  const clock = anchoredClock();
  const open = (server: ServerConfig): Promise<Upstream> =>
    openUpstream(server, { clock, log: ({ level, event, ...fields }) => log[level](fields, `upstream ${event}`) });
  const ahead = new Map<ServerConfig, Upstream>();
  try {
    if (options.warm) {
      for (const server of config.servers.values()) {
        const upstream = await open(server);
        ahead.set(server, upstream);
        upstream.warm();
      }
    }
    const { compose } = await import('./composition/compose.ts');
    const gateway = await compose(options, async (server) => ahead.get(server) ?? open(server));
    youngGeneration.ofMain();
    return gateway;
  } catch (error) {
    // Whoever waits for the reason need not wait for a process to end.
    for (const upstream of ahead.values()) void upstream.close();
    throw error;
  }
}
