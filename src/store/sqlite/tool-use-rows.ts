import type { DatabaseSync } from 'node:sqlite';
import { type ToolUses, usesKeptMs } from '../filing/tool-uses.ts';

/** Applies uses within the caller's transaction. */
export function applyUses(database: DatabaseSync, uses: ToolUses): void {
  const inOrder = uses.inOrder();
  if (inOrder.length === 0) return;
  const put = database.prepare(
    `INSERT INTO tool_use (grant_id, server, tool, used_at) VALUES (?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET used_at = max(used_at, excluded.used_at)`,
  );
  for (const { grantId, server, tool, at } of inOrder) put.run(grantId, server, tool, at);
}

/** Forgets what is too long ago to count as used. */
export function sweepUses(database: DatabaseSync, now: number): void {
  database.prepare('DELETE FROM tool_use WHERE used_at < ?').run(now - usesKeptMs);
}
