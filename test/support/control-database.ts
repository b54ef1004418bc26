import { newDatabase, type TestDatabase } from '../services/support/new-database.ts';

/** Names a PostgreSQL, `postgres://…` of a superuser, on which control planes of tests are opened from now on. */
export const postgresVariable = 'TOOLGATE_TEST_POSTGRES';

/** Databases by the folder of their control plane: one that is opened again finds what it had. */
const taken = new Map<string, TestDatabase>();
const free: TestDatabase[] = [];

/** @returns the database of a control plane in this folder; `undefined`: it is SQLite's */
export async function databaseFor(folder: string): Promise<Pick<TestDatabase, 'url' | 'remove'> | undefined> {
  const server = process.env[postgresVariable];
  if (server === undefined) return undefined;
  const database = taken.get(folder) ?? free.pop() ?? (await migrated(server));
  taken.set(folder, database);
  return {
    url: database.url,
    // A new database takes a second: the next control plane gets this one, as it was in the beginning.
    remove: async () => {
      // Two control planes of one folder have one, and it is given back once.
      if (!taken.delete(folder)) return;
      await database.run(beginAgain);
      free.push(database);
    },
  };
}

async function migrated(server: string): Promise<TestDatabase> {
  const { openSql } = await import('../../src/store/index.ts');
  const database = await newDatabase(server);
  await (await openSql('', database.url)).destroy();
  await database.run(keepWhatIsThere);
  return database;
}

const tables = `SELECT c.oid::regclass AS name FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace
  AND c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relname <> 'schema_migration'`;

const keepWhatIsThere = `
  CREATE SCHEMA beginning;
  DO $$ DECLARE one regclass; BEGIN
    FOR one IN ${tables} LOOP EXECUTE format('CREATE TABLE beginning.%I AS TABLE %s', one::text, one); END LOOP;
  END $$`;

/** A few rows are deleted sooner than forty tables are made anew. */
const beginAgain = `
  DO $$ DECLARE one regclass; BEGIN
    SET LOCAL session_replication_role = replica;
    FOR one IN ${tables} LOOP
      EXECUTE format('DELETE FROM %s', one);
      EXECUTE format('INSERT INTO %s OVERRIDING SYSTEM VALUE TABLE beginning.%I', one, one::text);
    END LOOP;
  END $$`;
