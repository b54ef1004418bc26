import { rev20250618 } from './rev-2025-06-18/revision.ts';
import { rev20251125 } from './rev-2025-11-25/revision.ts';
import { rev20260728 } from './rev-2026-07-28/revision.ts';
import type { Revision } from './revision.ts';

/** What is spoken towards clients, newest first. Upstreams may be older: see `legacyUpstreamRevisions`. */
export const revisions: readonly Revision[] = Object.freeze([rev20260728, rev20251125, rev20250618]);

/** What `initialize` may end in towards an upstream, newest first: methods of the older two are those of 2025-06-18. */
export const legacyUpstreamRevisions: readonly string[] = Object.freeze([
  '2025-11-25',
  '2025-06-18',
  '2025-03-26',
  '2024-11-05',
]);

const byName: ReadonlyMap<string, Revision> = new Map(revisions.map((revision) => [revision.version, revision]));

/** @returns the revision of that name, where it is spoken towards clients */
export function revisionNamed(name: string): Revision | undefined {
  return byName.get(name);
}

/**
 * What `initialize` is answered with: the revision asked for, or the newest that has an `initialize` when it is another
 * one (specification, "Lifecycle": the client then disconnects if it does not speak it).
 */
export function negotiate(requested: string): Revision {
  const known = byName.get(requested);
  return known !== undefined && known.era === 'legacy' ? known : rev20251125;
}
