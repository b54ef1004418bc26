import { type Sql, usesKeptMs } from '../../../store/index.ts';

/** By grant's id: when it last used what, by `<server>/<tool>`. */
export type Uses = ReadonlyMap<string, ReadonlyMap<string, number>>;

/** Which tools of these servers these grants called in the last 30 days, by calls that went out. */
export async function lastUses(
  sql: Sql,
  grants: readonly string[],
  servers: readonly string[],
  now: number,
): Promise<Uses> {
  if (grants.length === 0 || servers.length === 0) return new Map();
  const rows = await sql
    .selectFrom('tool_use')
    .selectAll()
    .where('grant_id', 'in', grants)
    .where('server', 'in', servers)
    .where('used_at', '>=', now - usesKeptMs)
    .execute();
  const uses = new Map<string, Map<string, number>>();
  for (const { grant_id, server, tool, used_at } of rows) {
    const used = uses.get(grant_id) ?? new Map<string, number>();
    used.set(`${server}/${tool}`, Number(used_at));
    uses.set(grant_id, used);
  }
  return uses;
}
