/** Every table that SQLite's migrations make has its twin in PostgreSQL's, column by column. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { openSql } from '../../../src/store/index.ts';
import { newDatabase, type TestDatabase } from '../support/new-database.ts';
import { noPostgres } from '../support/start-postgres.ts';

interface Column {
  readonly name: string;
  /** What can be kept in it, whatever a database calls that. */
  readonly kind: string;
  readonly nullable: boolean;
  /** Its place in the primary key, from 1; 0: it is in none. */
  readonly key: number;
}
type Schema = ReadonlyMap<string, readonly Column[]>;

const kinds: ReadonlyMap<string, string> = new Map([
  ['INTEGER', 'whole number'],
  ['bigint', 'whole number'],
  ['integer', 'whole number'],
  ['numeric', 'whole number'],
  ['TEXT', 'text'],
  ['text', 'text'],
  ['BLOB', 'bytes'],
  ['bytea', 'bytes'],
  ['REAL', 'number'],
  ['double precision', 'number'],
]);
const kindOf = (type: string): string => kinds.get(type) ?? `unknown: ${type}`;

/** What is in one database only, and why. */
const tablesOfPostgresAlone: readonly string[] = [
  // Limits are counted there one transaction after the other, and not from the record (adr/0233).
  'limit_amount',
  'limit_clock',
  'limit_owner',
  'limit_slot',
  // Which states of calls were used: one gateway alone remembers them (adr/0260).
  'spent_state',
  // Which migrations were applied: SQLite has a number for it.
  'schema_migration',
];
/** Which calls have what in common: PostgreSQL has indexes for it. */
const tablesOfSqliteAlone: readonly string[] = ['call_span', 'call_term'];
/** Records are put together by the day of their arrival (adr/0232). */
const columnsOfPostgresAlone: readonly string[] = ['call_record.day', 'event.day'];
/** The newest cut of a chain is all that is kept of them there. */
const keyOfPostgres: ReadonlyMap<string, readonly string[]> = new Map([['chain_cut', ['writer']]]);

const server = inject('postgres');
describe.skipIf(server === undefined)(server === undefined ? noPostgres : 'the schemas', () => {
  let folder: string;
  let database: TestDatabase;
  let sqlite: Schema;
  let postgres: Schema;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'toolgate-schemas-'));
    database = await newDatabase(server ?? '');
    await (await openSql(folder)).destroy();
    await (await openSql('', database.url)).destroy();
    sqlite = sqliteSchema(join(folder, 'toolgate.db'));
    postgres = await postgresSchema(database);
  }, 120_000);
  afterAll(async () => {
    await database?.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  it('have the same tables, but for what one of them alone needs', () => {
    expect(sqlite.size).toBeGreaterThan(30);
    const shared = [...postgres.keys()].filter((table) => !tablesOfPostgresAlone.includes(table));
    const here = [...sqlite.keys()].filter((table) => !tablesOfSqliteAlone.includes(table));
    expect(shared.sort()).toEqual(here.sort());
  });

  it('have the same columns in each, that hold the same, may be empty alike and are found by the same key', () => {
    const withoutOwn = (table: string): readonly Column[] =>
      (postgres.get(table) ?? []).filter(({ name }) => !columnsOfPostgresAlone.includes(`${table}.${name}`));
    const expected = ([table, columns]: readonly [string, readonly Column[]]) => {
      const own = keyOfPostgres.get(table);
      if (own === undefined) return [table, columns] as const;
      return [table, columns.map((column) => ({ ...column, key: own.indexOf(column.name) + 1 }))] as const;
    };
    const here = [...sqlite].filter(([table]) => !tablesOfSqliteAlone.includes(table));
    const twins = here.map(([table]) => [table, withoutOwn(table)] as const);
    expect(Object.fromEntries(twins)).toEqual(Object.fromEntries(here.map(expected)));
  });
});

function sqliteSchema(file: string): Schema {
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    const tables = database
      .prepare(`SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'`)
      .all();
    return new Map(
      tables.map(({ name: table }) => [
        String(table),
        database
          .prepare(`PRAGMA table_info("${String(table)}")`)
          .all()
          .map(({ name, type, notnull, pk }) => ({
            name: String(name),
            kind: kindOf(String(type)),
            // SQLite lets a key be empty where nothing is said; a row of ours has one.
            nullable: notnull === 0 && pk === 0,
            key: Number(pk),
          })),
      ]),
    );
  } finally {
    database.close();
  }
}

async function postgresSchema(database: TestDatabase): Promise<Schema> {
  const rows = await database.run(`
    SELECT c.relname AS table, a.attname AS name, format_type(a.atttypid, NULL) AS type, NOT a.attnotnull AS nullable,
           coalesce(array_position(i.indkey::int2[], a.attnum), -1) + 1 AS key
    FROM pg_class c
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    LEFT JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary
    WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
    ORDER BY c.relname, a.attnum`);
  const schema = new Map<string, Column[]>();
  for (const { table, name, type, nullable, key } of rows) {
    const columns = schema.get(String(table)) ?? [];
    schema.set(String(table), columns);
    columns.push({ name: String(name), kind: kindOf(String(type)), nullable: nullable === true, key: Number(key) });
  }
  return schema;
}
