import { createHash } from 'node:crypto';
import { renameSync, rmSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import { StoreError } from '../filing/worker-client.ts';
import type { PostgresConnection } from '../postgres/connection.ts';
import { transact } from '../postgres/connection.ts';
import { newPool } from '../postgres/new-pool.ts';
import { prepareDatabase } from '../postgres/prepare-database.ts';
import { asking } from '../postgres/writer-rows.ts';
import { databasePath, openDatabaseReadOnly } from '../sqlite/database.ts';
import { schemaIsCurrent } from '../sqlite/migrate.ts';
import { copyTable } from './copy-table.ts';
import { type SourceTable, sourceTables } from './source-tables.ts';
import { verifyTable } from './verify-table.ts';

export interface Moved {
  readonly tables: number;
  readonly rows: number;
}

/**
 * Moves what the SQLite database of a data folder holds into an empty PostgreSQL database: copies every row, then reads
 * both sides again and compares them row by row. Killed at any place it goes on when it is run again. At the end the
 * SQLite database is set aside as `toolgate.db.moved`, so that nobody goes on with it by mistake.
 *
 * @param dataFolder nothing may run on it; journals must have been drained
 * @throws StoreError, SqlError
 */
export async function moveStore(
  dataFolder: string,
  url: string,
  onProgress: (done: number, total: number) => void,
): Promise<Moved> {
  const pool = newPool(url, 2, { patient: true });
  const source = openDatabaseReadOnly(dataFolder);
  try {
    if (!schemaIsCurrent(source)) throw new StoreError('StoreError', 'the data folder is of another version');
    await prepareDatabase(pool);
    const tables = sourceTables(source);
    const rows = tables.reduce((sum, table) => sum + table.rows, 0);
    const moved = { tables: tables.length, rows };
    if ((await transact(pool, (on) => begin(on, source, tables))) === 'moved') {
      source.close();
      setAside(dataFolder);
      return moved;
    }
    let done = 0;
    const step = (count: number): void => {
      done += count;
      onProgress(done, 2 * rows);
    };
    for (const table of tables) await copyTable(source, pool, table, step);
    for (const table of tables) await verifyTable(source, pool, table, step);
    await asking(pool).query(
      `SELECT setval(pg_get_serial_sequence('writer', 'id'), (SELECT coalesce(max(id), 0) + 1 FROM writer), false),
              setval('record_arrival', (SELECT coalesce(max(id), 0) + 1
                FROM (SELECT max(id) AS id FROM call_record UNION ALL SELECT max(id) FROM event) AS r), false)`,
    );
    await asking(pool).query('UPDATE store_move SET finished = true');
    source.close();
    setAside(dataFolder);
    return moved;
  } finally {
    if (source.isOpen) source.close();
    await pool.end();
  }
}

/** Brings the schema of a database up to date and moves nothing. @throws SqlError */
export async function prepareSchema(url: string): Promise<void> {
  const pool = newPool(url, 1);
  try {
    await prepareDatabase(pool);
  } finally {
    await pool.end();
  }
}

/**
 * A database that is empty, or into which this very installation was being moved; no other.
 *
 * @returns `moved` where it was moved to its end, and killed before the old database was set aside
 */
async function begin(
  on: PostgresConnection,
  source: DatabaseSync,
  tables: readonly SourceTable[],
): Promise<'begun' | 'moved'> {
  await on.query(
    `CREATE TABLE IF NOT EXISTS store_move (
       id integer PRIMARY KEY CHECK (id = 1), source text NOT NULL, finished boolean NOT NULL DEFAULT false)`,
  );
  const known = (await on.query('SELECT source, finished FROM store_move')).rows[0];
  const isOurs = known?.source === identity(source);
  if (known?.finished === true) {
    if (isOurs && (await holdsChains(on, source))) return 'moved';
    throw new StoreError('StoreError', 'an installation was moved into this database already');
  }
  if (isOurs) return 'begun';
  const held: string[] = [];
  for (const { name } of tables) {
    // Rows that migrations put there stand in these.
    if (/_version$|_revision$/.test(name) && name !== 'policy_version') continue;
    const { rows } = await on.query(`SELECT EXISTS (SELECT FROM "${name}") AS there`);
    if (rows[0]?.there === true) held.push(name);
  }
  if (known !== undefined || held.length > 0) {
    throw new StoreError('StoreError', 'the PostgreSQL database holds another installation; give an empty one');
  }
  await on.query('INSERT INTO store_move (id, source) VALUES (1, $1)', [identity(source)]);
  return 'begun';
}

/** Whether every chain stands there as far as it goes here, or further: nothing was written here since it was moved. */
async function holdsChains(on: PostgresConnection, source: DatabaseSync): Promise<boolean> {
  const there = new Map((await on.query('SELECT name, seq FROM writer')).rows.map(({ name, seq }) => [name, seq]));
  const here = source.prepare('SELECT name, seq FROM writer').all();
  return here.every(({ name, seq }) => Number(there.get(name) ?? -1) >= Number(seq));
}

/** Writers' names are random, and there is one before anything else is. */
function identity(source: DatabaseSync): string {
  const rows = source.prepare('SELECT name, key FROM writer ORDER BY id').all();
  return createHash('sha256').update(JSON.stringify(rows)).digest('hex');
}

function setAside(dataFolder: string): void {
  const path = databasePath(dataFolder);
  renameSync(path, `${path}.moved`);
  // Closed by its last user, it has neither any more; what is there is of a reader.
  for (const suffix of ['-wal', '-shm']) rmSync(`${path}${suffix}`, { force: true });
}
