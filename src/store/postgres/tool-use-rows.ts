import { type ToolUses, usesKeptMs } from '../filing/tool-uses.ts';
import { asColumn } from './as-column.ts';
import type { Queryable } from './writer-rows.ts';

/** Applies uses within the caller's transaction, whatever their number, in one statement. */
export async function applyUses(on: Queryable, uses: ToolUses): Promise<void> {
  const inOrder = uses.inOrder();
  if (inOrder.length === 0) return;
  // Two names may be one where a column cannot hold what they differ in: the later use of both is meant.
  await on.query(
    `INSERT INTO tool_use (grant_id, server, tool, used_at)
     SELECT grant_id, server, tool, max(used_at)
       FROM unnest($1::text[], $2::text[], $3::text[], $4::bigint[]) AS u (grant_id, server, tool, used_at)
      GROUP BY grant_id, server, tool ORDER BY grant_id, server, tool
     ON CONFLICT (grant_id, server, tool) DO UPDATE SET used_at = greatest(tool_use.used_at, excluded.used_at)`,
    [
      inOrder.map(({ grantId }) => asColumn(grantId)),
      inOrder.map(({ server }) => asColumn(server)),
      inOrder.map(({ tool }) => asColumn(tool)),
      inOrder.map(({ at }) => at),
    ],
  );
}

/** Forgets what is too long ago to count as used. */
export async function sweepUses(on: Queryable, now: number): Promise<void> {
  await on.query('DELETE FROM tool_use WHERE used_at < $1', [now - usesKeptMs]);
}
