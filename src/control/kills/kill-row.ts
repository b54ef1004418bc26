import { Kills, type KillTarget } from '../../kills/index.ts';
import type { Sql } from '../../store/index.ts';

interface TargetRow {
  readonly kind: string;
  readonly grant_name: string | null;
  readonly server: string | null;
  readonly tool: string | null;
}

/** What a row stops. One that cannot be understood stops everything: nobody knows what it was meant to stop. */
export function targetOf({ kind, grant_name: grant, server, tool }: TargetRow): KillTarget {
  if (kind === 'grant' && grant !== null) return { kind, grant };
  if (kind === 'server' && server !== null) return { kind, server };
  if (kind === 'tool' && tool !== null) return { kind, tool, ...(server === null ? {} : { server }) };
  return { kind: 'all' };
}

/** Everything that is stopped now. */
export async function loadKills(sql: Sql): Promise<Kills> {
  const rows = await sql.selectFrom('kill').selectAll().orderBy('since').execute();
  return new Kills(
    rows.map((row) => ({
      id: row.id,
      target: targetOf(row),
      since: row.since,
      by: row.by,
      ...(row.reason === null ? {} : { reason: row.reason }),
    })),
  );
}
