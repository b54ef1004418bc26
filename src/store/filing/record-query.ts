import {
  type CompiledQuery,
  DummyDriver,
  type Generated,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';
import type { AuditFilter, StoredRecord } from '../../audit/index.ts';
import { type CallTerm, callsByTerms, callTerms } from '../sql/calls-by-terms.ts';

interface Linked {
  id: Generated<number>;
  writer: number;
  seq: number;
  time: number;
  text: string;
  prev_mac: Uint8Array;
  mac: Uint8Array;
}

interface Tables {
  writer: { id: number; name: string };
  call_record: Linked & {
    grant_id: string;
    label: string;
    server: string;
    subject: string | null;
    outcome: string;
    code: string | null;
  };
  event: Linked & { name: string };
}

/**
 * Build SQL and run nothing: the connections are the stores' own. Kysely takes a while to load, so this module is imported
 * when somebody asks the first question and never at start.
 */
const dialects = {
  sqlite: new Kysely<Tables>({
    dialect: {
      createAdapter: () => new SqliteAdapter(),
      createDriver: () => new DummyDriver(),
      createIntrospector: (db) => new SqliteIntrospector(db),
      createQueryCompiler: () => new SqliteQueryCompiler(),
    },
  }),
  postgres: new Kysely<Tables>({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => new DummyDriver(),
      createIntrospector: (db) => new PostgresIntrospector(db),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
  }),
} as const;

const columns = [
  'record.id',
  'writer.name as writer',
  'record.seq',
  'record.text',
  'record.prev_mac',
  'record.mac',
] as const;

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

/** A row of its answer, as a record. */
export function storedRecord(row: Readonly<Record<string, unknown>>): StoredRecord {
  return {
    id: Number(row.id),
    writer: String(row.writer),
    seq: Number(row.seq),
    text: String(row.text),
    prevMac: hex(row.prev_mac),
    mac: hex(row.mac),
  };
}

function withTerms(
  sql: Kysely<Tables>,
  filters: readonly CallTerm[],
  { since, until, after, order, limit }: AuditFilter,
): CompiledQuery {
  const first = after === undefined ? undefined : after + 1;
  return callsByTerms({ filters, first, since, until, order, limit }).compile(sql);
}

function calls(sql: Kysely<Tables>, filter: AuditFilter): CompiledQuery {
  const { grant, server, tool, outcome, code, since, until, after } = filter;
  let query = sql
    .selectFrom('call_record as record')
    .innerJoin('writer', 'writer.id', 'record.writer')
    .select([...columns]);
  if (grant !== undefined) query = query.where((x) => x.or([x('grant_id', '=', grant), x('label', '=', grant)]));
  if (server !== undefined) query = query.where('server', '=', server);
  if (tool !== undefined) query = query.where('subject', '=', tool);
  if (outcome !== undefined) query = query.where('outcome', '=', outcome);
  if (code !== undefined) query = query.where('code', '=', code);
  if (since !== undefined) query = query.where('time', '>=', since);
  if (until !== undefined) query = query.where('time', '<', until);
  if (after !== undefined) query = query.where('record.id', '>', after);
  return query
    .orderBy('record.id', filter.order === 'newest' ? 'desc' : 'asc')
    .limit(filter.limit)
    .compile();
}

function events(sql: Kysely<Tables>, filter: AuditFilter): CompiledQuery {
  const { since, until, after } = filter;
  let query = sql
    .selectFrom('event as record')
    .innerJoin('writer', 'writer.id', 'record.writer')
    .select([...columns]);
  if (since !== undefined) query = query.where('time', '>=', since);
  if (until !== undefined) query = query.where('time', '<', until);
  if (after !== undefined) query = query.where('record.id', '>', after);
  return query
    .orderBy('record.id', filter.order === 'newest' ? 'desc' : 'asc')
    .limit(filter.limit)
    .compile();
}

function hex(bytes: unknown): string {
  return bytes instanceof Uint8Array ? Buffer.from(bytes).toString('hex') : '';
}
