import {
  type CompiledQuery,
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';
import type { AuditFilter } from '../../audit/index.ts';
import { type CallTerm, callsByTerms, callTerms } from '../sql/calls-by-terms.ts';
import { recordColumns } from '../sql/stored-record.ts';
import type { RecordTables } from '../sql/tables/records.ts';

/**
 * Build SQL and run nothing: the connections are the stores' own. Kysely takes a while to load, so this module is imported
 * when somebody asks the first question and never at start.
 */
const dialects = {
  sqlite: new Kysely<RecordTables>({
    dialect: {
      createAdapter: () => new SqliteAdapter(),
      createDriver: () => new DummyDriver(),
      createIntrospector: (db) => new SqliteIntrospector(db),
      createQueryCompiler: () => new SqliteQueryCompiler(),
    },
  }),
  postgres: new Kysely<RecordTables>({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => new DummyDriver(),
      createIntrospector: (db) => new PostgresIntrospector(db),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
  }),
} as const;

/**
 * @param hasTerms whether the database says by terms where calls are; without, every record is looked at
 * @returns the question for the records that a filter wants
 */
export function recordQuery(dialect: keyof typeof dialects, filter: AuditFilter, hasTerms = false): CompiledQuery {
  const sql = dialects[dialect];
  if (filter.kind === 'event') return events(sql, filter);
  const terms = hasTerms ? callTerms(filter) : [];
  return terms.length > 0 ? withTerms(sql, terms, filter) : calls(sql, filter);
}

function withTerms(
  sql: Kysely<RecordTables>,
  filters: readonly CallTerm[],
  { since, until, after, order, limit }: AuditFilter,
): CompiledQuery {
  const first = after === undefined ? undefined : after + 1;
  return callsByTerms({ filters, first, since, until, order, limit }).compile(sql);
}

function calls(sql: Kysely<RecordTables>, filter: AuditFilter): CompiledQuery {
  const { grant, server, tool, outcome, code, since, until, after } = filter;
  let query = sql
    .selectFrom('call_record as r')
    .innerJoin('writer as w', 'w.id', 'r.writer')
    .select([...recordColumns]);
  if (grant !== undefined) query = query.where((x) => x.or([x('grant_id', '=', grant), x('label', '=', grant)]));
  if (server !== undefined) query = query.where('server', '=', server);
  if (tool !== undefined) query = query.where('subject', '=', tool);
  if (outcome !== undefined) query = query.where('outcome', '=', outcome);
  if (code !== undefined) query = query.where('code', '=', code);
  if (since !== undefined) query = query.where('time', '>=', since);
  if (until !== undefined) query = query.where('time', '<', until);
  if (after !== undefined) query = query.where('r.id', '>', after);
  return query
    .orderBy('r.id', filter.order === 'newest' ? 'desc' : 'asc')
    .limit(filter.limit)
    .compile();
}

function events(sql: Kysely<RecordTables>, filter: AuditFilter): CompiledQuery {
  const { since, until, after } = filter;
  let query = sql
    .selectFrom('event as r')
    .innerJoin('writer as w', 'w.id', 'r.writer')
    .select([...recordColumns]);
  if (since !== undefined) query = query.where('time', '>=', since);
  if (until !== undefined) query = query.where('time', '<', until);
  if (after !== undefined) query = query.where('r.id', '>', after);
  return query
    .orderBy('r.id', filter.order === 'newest' ? 'desc' : 'asc')
    .limit(filter.limit)
    .compile();
}
