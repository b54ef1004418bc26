import type { Config } from '../config/index.ts';
import type { Stored, StoredChanges } from './stored.ts';

/** Whether the file declares anything of what has changed: then it wins, and says so. */
export function isDeclared({ servers, policies, grants }: Config, stored: Stored, changes: StoredChanges): boolean {
  if ([...changes.servers].some((slug) => servers.has(slug))) return true;
  if ([...changes.policies].some((name) => policies.has(name))) return true;
  const labels = new Set(grants.map(({ label }) => label));
  return [...changes.grants].some((id) => labels.has(stored.grants.get(id)?.label ?? ''));
}
