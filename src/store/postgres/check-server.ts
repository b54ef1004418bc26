import type { ClientBase } from 'pg';
import { SqlError } from '../sql/sql-error.ts';

/** What this server is, as far as anything depends on it. */
export interface PostgresFacts {
  /** As `server_version_num`: 150018. */
  readonly version: number;
  readonly encoding: string;
  readonly fsync: boolean;
  readonly fullPageWrites: boolean;
  readonly synchronousCommit: string;
  /** A standby, or set to read only. */
  readonly readOnly: boolean;
  readonly role: string;
  readonly superuser: boolean;
  /** Whether this role owns the tables, and so may change records unseen by the server's own permissions. */
  readonly owner: boolean;
}

const oldest = 150_000;

export async function serverFacts(client: ClientBase): Promise<PostgresFacts> {
  const { rows } = await client.query(
    `SELECT current_setting('server_version_num')::int AS version, current_setting('server_encoding') AS encoding,
            current_setting('fsync') = 'on' AS fsync, current_setting('full_page_writes') = 'on' AS pages,
            current_setting('synchronous_commit') AS commit,
            pg_is_in_recovery() OR current_setting('default_transaction_read_only') = 'on' AS readonly,
            current_user AS role, current_setting('is_superuser') = 'on' AS superuser,
            EXISTS (SELECT FROM pg_tables WHERE tablename = 'call_record' AND schemaname = current_schema()
                                            AND pg_has_role(tableowner, 'USAGE')) AS owner`,
  );
  const [row] = rows;
  return {
    version: row.version,
    encoding: row.encoding,
    fsync: row.fsync,
    fullPageWrites: row.pages,
    synchronousCommit: row.commit,
    readOnly: row.readonly,
    role: row.role,
    superuser: row.superuser,
    owner: row.owner,
  };
}

/** What keeps this server from being relied on, a sentence each with what to do; none when it can be. */
export function serverFaults(facts: PostgresFacts): string[] {
  const { version, encoding, fsync, fullPageWrites, synchronousCommit, readOnly, role } = facts;
  const faults: string[] = [];
  if (version < oldest) faults.push(`PostgreSQL ${Math.floor(version / 10_000)} is too old; 15 or newer is needed`);
  if (encoding !== 'UTF8') faults.push(`the database keeps text as ${encoding}; make one with ENCODING 'UTF8'`);
  if (!fsync) faults.push('the server runs with fsync=off and loses what it has confirmed; set fsync=on');
  if (!fullPageWrites) faults.push('the server runs with full_page_writes=off; set full_page_writes=on');
  if (synchronousCommit === 'off') {
    faults.push(`synchronous_commit is off for this role; run ALTER ROLE "${role}" SET synchronous_commit = on`);
  }
  if (readOnly) faults.push('the server only reads (a standby?); point TOOLGATE_DATABASE_URL at the primary');
  return faults;
}

/** @throws SqlError for a server that would lose what it has confirmed, or cannot keep it */
export async function checkServer(client: ClientBase): Promise<void> {
  const faults = serverFaults(await serverFacts(client));
  if (faults.length > 0) throw new SqlError('other', `the database cannot be used: ${faults.join('; ')}`);
}
