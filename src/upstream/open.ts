import type { ServerConfig } from '../config/index.ts';
import { assertNever, type Clock } from '../kernel/index.ts';
import { GuardedUpstream } from './guard/guarded-upstream.ts';
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
  const { clock, log } = deps;
  const { maxConcurrency } = config;
  switch (config.transport) {
    case 'stdio': {
      const { stdioUpstream } = await import('./stdio/stdio-upstream.ts');
      return new GuardedUpstream(stdioUpstream(config, deps), { clock, log, maxConcurrency, breaks: false });
    }
    case 'http': {
      const { httpUpstream } = await import('./http/http-upstream.ts');
      return new GuardedUpstream(httpUpstream(config, deps), { clock, log, maxConcurrency, breaks: true });
    }
    default:
      return assertNever(config);
  }
}
