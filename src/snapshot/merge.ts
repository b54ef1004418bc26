import type { Config, PolicySource, ServerConfig } from '../config/index.ts';
import type { Slices } from '../kernel/index.ts';
import type { Stored, StoredGrant, StoredPolicy } from './stored.ts';

/** File and store as one. What the file declares is what it says; the store cannot change or widen it. */
export interface Merged {
  readonly servers: ReadonlyMap<string, ServerConfig>;
  readonly policies: ReadonlyMap<string, { readonly source: PolicySource; readonly stored: StoredPolicy | undefined }>;
  readonly grants: readonly StoredGrant[];
  /** What of the store is out of force, and why. */
  readonly warnings: readonly string[];
}

/**
 * A name or token that both have is the file's; what the store has under it is out of force, and said to be.
 *
 * @param slices in which it is done, beside calls
 */
export async function merge(config: Config, stored: Stored, slices: Slices): Promise<Merged> {
  const warnings: string[] = [];
  const servers = new Map<string, ServerConfig>(config.servers);
  for (const [slug, server] of stored.servers) {
    if (slices.over) await slices.rest();
    if (servers.has(slug)) warnings.push(clash('server', slug));
    else servers.set(slug, server);
  }
  const policies = new Map<string, { source: PolicySource; stored: StoredPolicy | undefined }>();
  for (const [name, source] of config.policies) policies.set(name, { source, stored: undefined });
  for (const [name, policy] of stored.policies) {
    if (slices.over) await slices.rest();
    if (policies.has(name)) warnings.push(clash('policy', name));
    else policies.set(name, { source: policy.source, stored: policy });
  }
  const labels = new Set(config.grants.map(({ label }) => label));
  const grants: StoredGrant[] = [];
  for (const grant of stored.grants.values()) {
    if (slices.over) await slices.rest();
    if (labels.has(grant.label)) warnings.push(clash('grant', grant.label));
    else grants.push(grant);
  }
  return { servers, policies, grants, warnings };
}

function clash(what: string, name: string): string {
  return `the configuration file declares the ${what} ${name}, so the stored ${what} of that name is out of force`;
}
