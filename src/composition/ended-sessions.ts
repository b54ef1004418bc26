import type { EndedSessions } from '../gateway/index.ts';
import { Fault } from '../kernel/index.ts';
import type { Store } from '../store/index.ts';
import type { Logger } from '../telemetry/index.ts';

/**
 * The store's memory of ended sessions, as the gateway needs it. That an end could not be kept is no reason to go on: it has
 * ended here, and the others were told. That it cannot be asked for is one not to begin again.
 */
export function endedSessions({ endedSessions: kept }: Pick<Store, 'endedSessions'>, log: Logger): EndedSessions {
  return {
    remember: (digest, until, now) =>
      kept
        .remember(digest, until, now)
        .catch((error: unknown) => log.warn({ error }, 'that a session was ended could not be kept')),
    among: async (digests) => {
      try {
        return await kept.among(digests);
      } catch (error) {
        throw new Fault('store_unavailable', 'Whether this session was ended cannot be found out now.', error);
      }
    },
  };
}
