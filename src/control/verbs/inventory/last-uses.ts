import type { Sql } from '../../../store/index.ts';

const days30 = 30 * 86_400_000;

/** By grant's id: when it last used what, by `<server>/<tool>`. */
export type Uses = ReadonlyMap<string, ReadonlyMap<string, number>>;

/** What of the last 30 days is on record of these grants: calls that went through. */
export async function lastUses(sql: Sql, grants: readonly string[], now: number): Promise<Uses> {
  if (grants.length === 0) return new Map();
  const rows = await sql
    .selectFrom('call_record')
    .select((x) => ['grant_id', 'server', 'subject', x.fn.max('time').as('at')])
    .where('grant_id', 'in', grants)
    .where('time', '>=', now - days30)
    .where('outcome', 'in', ['allow', 'would_deny', 'would_hold', 'error'])
    .groupBy(['grant_id', 'server', 'subject'])
    .execute();
  const uses = new Map<string, Map<string, number>>();
  for (const { grant_id, server, subject, at } of rows) {
    const used = uses.get(grant_id) ?? new Map<string, number>();
    used.set(`${server}/${subject ?? ''}`, Number(at));
    uses.set(grant_id, used);
  }
  return uses;
}
