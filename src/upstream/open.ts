import type { ServerConfig } from '../config/index.ts';
import { assertNever, type Clock } from '../kernel/index.ts';
import type { Upstream } from './upstream.ts';
import type { UpstreamLog } from './upstream-event.ts';

/**
 * Opens the way to a server as it is configured. Nothing is started or dialled yet, and only the transport that is
 * used is loaded: `toolgate run` pays for every module at each of its starts.
 *
 * @throws TypeError when the configuration cannot be used; quotes no secret
 */
export async function openUpstream(
  config: ServerConfig,
  deps: { readonly clock: Clock; readonly log: UpstreamLog },
): Promise<Upstream> {
  switch (config.transport) {
    case 'stdio':
      return (await import('./stdio/stdio-upstream.ts')).stdioUpstream(config, deps);
    case 'http':
      return (await import('./http/http-upstream.ts')).httpUpstream(config, deps);
    default:
      return assertNever(config);
  }
}
