import { Kysely, SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler } from 'kysely';
import type { Sql } from './open-sql.ts';
import type { SqlThread } from './sql-thread.ts';
import type { Tables } from './tables/index.ts';
import { ThreadDriver } from './thread-driver.ts';

/** Kysely over the thread: SQL is built here and run over there. */
export function connect(thread: SqlThread): Sql {
  return new Kysely<Tables>({
    dialect: {
      createAdapter: () => new SqliteAdapter(),
      createDriver: () => new ThreadDriver(thread),
      createIntrospector: (db) => new SqliteIntrospector(db),
      createQueryCompiler: () => new SqliteQueryCompiler(),
    },
  });
}
