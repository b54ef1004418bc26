import type { Ports } from '../ports.ts';
import { type Ended, ended } from './ended.ts';

/**
 * A gateway that cannot tell whether it knows the configuration in force serves nobody: what it does know may have been
 * revoked. It goes on by itself when it can tell again.
 */
export function stale(ports: Pick<Ports, 'stale'>): Ended | undefined {
  if (!ports.stale()) return undefined;
  return ended('error', 'snapshot_stale', {
    message: 'The gateway cannot tell at the moment whether it knows the configuration in force.',
  });
}
