import type { DatabaseSync } from 'node:sqlite';

/** What people had agreed to and was not used when a backup was made, and is over now. */
export interface EndedApprovals {
  readonly approvals: number;
  readonly exceptions: number;
}

/**
 * Ends what lets calls pass without a person being asked. What was approved before a backup was made may have been used
 * since, and an exception taken back: a restored database knows of neither, and one approval lets one call through. Who
 * had one hears that it has expired, and may ask again.
 *
 * @param now ms since the epoch
 */
export function endApprovals(database: DatabaseSync, now: number): EndedApprovals {
  const ended = database.prepare("UPDATE approval SET state = 'expired', settled_at = ? WHERE state = 'approved'");
  const revoked = database.prepare(
    'UPDATE approval_exception SET revoked_at = ? WHERE revoked_at IS NULL AND expires_at > ?',
  );
  return { approvals: Number(ended.run(now).changes), exceptions: Number(revoked.run(now, now).changes) };
}
