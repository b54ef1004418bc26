import type { GovernedCall } from '../governed-call.ts';
import { type Ended, ended } from './ended.ts';

/**
 * A call that waited is judged under what is in force now, and would go where its session led when it came: at its old address,
 * with its old credentials, a server would be sent what was allowed of the one that has taken its place.
 */
export function moved({ session, access }: GovernedCall): Ended | undefined {
  if (session.connection.isTo(access.server.upstream)) return undefined;
  return ended('error', 'snapshot_stale', {
    message: 'The server was reconfigured while this call waited, so it was not made.',
  });
}
