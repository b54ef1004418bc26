import {
  type CompiledQuery,
  Kysely,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';
import type { Sql } from '../../src/store/index.ts';

/** The one query that a process of the simulation asks of its database by itself: the version of the configuration. */
const known = /^select "config_version"."version", /;

/** A database of which nothing but its version is asked. @param version asks for it, over the simulated network */
export function simulatedSql(version: () => Promise<number>): Sql {
  const executeQuery = async <R>({ sql }: CompiledQuery): Promise<QueryResult<R>> => {
    if (!known.test(sql)) throw new Error(`the simulation has no answer to ${sql}`);
    return { rows: [{ version: await version(), seq: null, mac: null, time: null }] as R[] };
  };
  const connection = {
    executeQuery,
    streamQuery: () => {
      throw new Error('the simulation streams nothing');
    },
  };
  const done = async (): Promise<void> => undefined;
  return new Kysely({
    dialect: {
      createAdapter: () => new SqliteAdapter(),
      createIntrospector: (db) => new SqliteIntrospector(db),
      createQueryCompiler: () => new SqliteQueryCompiler(),
      createDriver: () => ({
        init: done,
        acquireConnection: async () => connection,
        beginTransaction: done,
        commitTransaction: done,
        rollbackTransaction: done,
        releaseConnection: done,
        destroy: done,
      }),
    },
  });
}
