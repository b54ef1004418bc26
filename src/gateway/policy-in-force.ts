import type { AttachedPolicy, Snapshot } from '../snapshot/index.ts';

/** The policy that a grant has with a server now. What outlives reloads must not go by what was in force at its start. */
export function policyInForce({ grantsById }: Snapshot, grantId: string, slug: string): AttachedPolicy | undefined {
  return grantsById.get(grantId)?.access.get(slug)?.policy;
}
