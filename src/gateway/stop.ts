import { toolsOf } from '../snapshot/index.ts';
import type { Ports } from './ports.ts';
import type { Sessions } from './sessions/sessions.ts';
import { tellOfLists } from './tell-of-lists.ts';

/**
 * Ends at once what an operator has stopped: calls under way, then the sessions and streams of whoever is stopped as a
 * whole. New calls are refused from the moment on that the snapshot has the stop; this is about what was there before.
 *
 * Sessions end, but not for good: their clients' next calls are told that they are stopped, and once the stop is lifted
 * they go on.
 */
export async function stop(
  ports: Pick<Ports, 'snapshot' | 'calls' | 'stateless' | 'listChanges'>,
  sessions: Sessions,
): Promise<void> {
  const { kills, grantsById } = ports.snapshot();
  ports.calls.stop(kills);
  if (!kills.empty) {
    const stays = (id: string, slug?: string): boolean =>
      kills.covering(grantsById.get(id)?.principal.grant ?? { id, label: id }, slug) === undefined;
    await Promise.all([sessions.endStopped(stays), ports.stateless.endStopped(stays)]);
  }
  // A tool that is stopped is listed no more, and one that goes on is listed again.
  tellOfLists(ports, sessions, toolsOf(undefined));
}
