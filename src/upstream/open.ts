import type { ServerConfig } from '../config/index.ts';
import { assertNever, type Clock } from '../kernel/index.ts';
import { httpUpstream } from './http/http-upstream.ts';
import { stdioUpstream } from './stdio/stdio-upstream.ts';
import type { Upstream } from './upstream.ts';
import type { UpstreamLog } from './upstream-event.ts';

/**
 * Opens the way to a server as it is configured. Nothing is started or dialled yet.
 *
 * @throws TypeError when the configuration cannot be used; quotes no secret
 */
export function openUpstream(
  config: ServerConfig,
  deps: { readonly clock: Clock; readonly log: UpstreamLog },
): Upstream {
  switch (config.transport) {
    case 'stdio':
      return stdioUpstream(config, deps);
    case 'http':
      return httpUpstream(config, deps);
    default:
      return assertNever(config);
  }
}
