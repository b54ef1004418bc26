import type { AttachedPolicy, Snapshot } from '../snapshot/index.ts';

/** The policy that a grant has with a server now. What outlives reloads must not go by what was in force at its start. */
export function policyInForce({ grants }: Snapshot, grantId: string, slug: string): AttachedPolicy | undefined {
  for (const { principal, access } of grants.values()) {
    if (principal.grant.id === grantId) return access.get(slug)?.policy;
  }
  return undefined;
}
