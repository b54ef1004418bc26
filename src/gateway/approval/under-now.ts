import type { GovernedCall } from '../governed-call.ts';
import type { Ports } from '../ports.ts';
import { type Ended, ended } from '../refusals/ended.ts';

/**
 * The same call under the configuration and at the time of now: what a person decided was asked under an older one, and
 * what has been forbidden in the meantime stays forbidden.
 */
export function underNow(call: GovernedCall, ports: Ports): GovernedCall | Ended {
  const snapshot = ports.snapshot();
  const grant = call.arrival.identify(snapshot);
  if (grant === undefined || grant.principal.grant.id !== call.grant.principal.grant.id) {
    return ended('refused', 'unauthenticated', { message: 'The grant is gone.' });
  }
  const access = grant.access.get(call.session.slug);
  if (access === undefined) {
    return ended('refused', 'forbidden', { message: 'This grant does not cover this server any more.' });
  }
  return { ...call, snapshot, grant, access, judgedAt: ports.clock.now() };
}
