import type { CaptureRow } from '../../captures/index.ts';
import type { Sql } from '../../store/index.ts';

/** So much is removed in one statement: some milliseconds. */
const sweptAtOnce = 500;

/** Writes captured calls; one that is there already stays as it is. */
export async function writeCaptures(sql: Sql, rows: readonly CaptureRow[]): Promise<void> {
  if (rows.length === 0) return;
  const values = rows.map((row) => ({
    request_id: row.requestId,
    time: row.time,
    expires_at: row.expiresAt,
    grant_id: row.grantId,
    label: row.label,
    server: row.server,
    tool: row.tool,
    level: row.level,
    bytes: row.bytes,
    sealed: row.sealed,
  }));
  await sql
    .insertInto('capture')
    .values(values)
    .onConflict((on) => on.column('request_id').doNothing())
    .execute();
}

/** Removes what has been kept for long enough, in steps that hold nobody up. */
export async function sweepCaptures(sql: Sql, now: number): Promise<void> {
  for (;;) {
    const { numDeletedRows } = await sql
      .deleteFrom('capture')
      .where('request_id', 'in', (x) =>
        x.selectFrom('capture').select('request_id').where('expires_at', '<=', now).limit(sweptAtOnce),
      )
      .executeTakeFirst();
    if (numDeletedRows < BigInt(sweptAtOnce)) return;
  }
}
