import type { StoredRecord } from '../../audit/index.ts';
import {
  asColumn,
  type CallTerm,
  callsByTerms,
  callTerms,
  isSqlite,
  moreWordsThan,
  recordColumns,
  type Sql,
  storedRecord,
  unindexedNumber,
  unindexedText,
  unorderedNumber,
} from '../../store/index.ts';
import { merged } from '../merged.ts';
import type { RecordFilter } from './record-filter.ts';

/** Where to go on, and how far. A record's id is its place in the order of arrival; none ever comes in between. */
export interface RecordRange {
  readonly order: 'newest' | 'oldest';
  /** Only records behind this one, in that order. */
  readonly after: number | undefined;
  readonly limit: number;
}

/**
 * Reads records by filter. For each filter the store knows in the order of arrival which records it fits (SQLite by words
 * of terms, PostgreSQL by indexes), so that a page costs no more than what is on it, however many records there are.
 */
export async function findRecords(sql: Sql, asked: RecordFilter, span: RecordRange): Promise<StoredRecord[]> {
  const filter = isSqlite(sql) ? asked : asColumns(asked);
  const within = await idsWithin(sql, filter);
  if (within === 'none') return [];
  if (filter.kind === 'event') return events(sql, filter, span, within);
  const { grant } = filter;
  const terms = isSqlite(sql) ? callTerms(filter) : [];
  if (terms.length > 0) return callsWith(sql, terms, span, within);
  if (grant === undefined) return calls(sql, filter, span, within, undefined);
  const both = await Promise.all([
    calls(sql, filter, span, within, ['grant_id', grant]),
    calls(sql, filter, span, within, ['label', grant]),
  ]);
  const sign = span.order === 'newest' ? -1 : 1;
  return merged(
    both,
    ({ id }) => id,
    (a, b) => sign * (a.id - b.id),
    span.limit,
  );
}

/** What is looked for as it was filed: PostgreSQL has no place for every character. */
function asColumns<F extends RecordFilter>(filter: F): F {
  const filed = Object.entries(filter).map(([name, value]) => [
    name,
    typeof value === 'string' ? asColumn(value) : value,
  ]);
  return Object.fromEntries(filed) as F;
}

/** So many records outside of a filter's time are passed over sooner than it is found out where it begins and ends. */
const fewRecords = 2_000;

/** Ids between which a filter's time lies; a bound that is absent bounds nothing. */
interface Within {
  readonly first?: number;
  readonly last?: number;
  /** Whether times must still be compared: calls are filed when they end, and not in the order in which they arrived. */
  readonly since?: number;
  readonly until?: number;
}

/**
 * Records are read in the order of their ids, so a time that lies far from the end at which reading begins would be
 * looked for through all records between. The index of times alone says between which ids it lies.
 */
async function idsWithin(sql: Sql, { kind, since, until }: RecordFilter): Promise<Within | 'none'> {
  if (since === undefined && until === undefined) return {};
  const table = kind === 'event' ? 'event' : 'call_record';
  const beyond = (sign: '<' | '>=', time: number) =>
    sql.selectFrom(table).select('time').where('time', sign, time).limit(1).offset(fewRecords).executeTakeFirst();
  const [before, after] = await Promise.all([
    since === undefined ? undefined : beyond('<', since),
    until === undefined ? undefined : beyond('>=', until),
  ]);
  const times = { ...(since === undefined ? {} : { since }), ...(until === undefined ? {} : { until }) };
  if (before === undefined && after === undefined) return times;
  const id = unorderedNumber('id');
  let query = sql.selectFrom(table).select((x) => [x.fn.min(id).as('first'), x.fn.max(id).as('last')]);
  if (since !== undefined) query = query.where('time', '>=', since);
  if (until !== undefined) query = query.where('time', '<', until);
  const { first, last } = await query.executeTakeFirstOrThrow();
  if (first === null || last === null) return 'none';
  return { first: Number(first), last: Number(last), ...times };
}

/** So many words of a filter are passed over at most to find out whether another one has fewer. */
const fewWords = 500;

/** The first filter that few words have is looked up, or else the first of all. */
async function callsWith(
  sql: Sql,
  terms: readonly CallTerm[],
  { order, after, limit }: RecordRange,
  { first, last, since, until }: Within,
): Promise<StoredRecord[]> {
  let rarest = terms[0];
  for (const term of terms.length > 1 ? terms : []) {
    if ((await moreWordsThan(fewWords, ...term).execute(sql)).rows.length > 0) continue;
    rarest = term;
    break;
  }
  const filters = [...terms.filter((term) => term === rarest), ...terms.filter((term) => term !== rarest)];
  const bounds = {
    first: order === 'newest' ? first : above(first, after),
    last: order === 'oldest' ? last : below(last, after),
  };
  const { rows } = await callsByTerms({ filters, ...bounds, since, until, order, limit }).execute(sql);
  return rows.map(storedRecord);
}

function above(first: number | undefined, after: number | undefined): number | undefined {
  return after === undefined ? first : Math.max(after + 1, first ?? 0);
}

function below(last: number | undefined, after: number | undefined): number | undefined {
  return after === undefined ? last : Math.min(after - 1, last ?? after);
}

/** By what calls are filtered besides times, those first that single out fewest. */
type CallColumn = 'grant_id' | 'label' | 'subject' | 'server' | 'code' | 'outcome';
type CallFilter = readonly (readonly [column: CallColumn, value: string])[];

/**
 * Which filter is looked up, where there are several; the others are decided in its index. A database without statistics
 * would as soon look for what nearly every call is. What few calls are is found out by passing over these few.
 */
async function leading(sql: Sql, filters: CallFilter): Promise<CallFilter[number] | undefined> {
  for (const filter of filters.length > 1 ? filters : []) {
    const [column, value] = filter;
    const more = sql.selectFrom('call_record').select('id').where(column, '=', value).limit(1).offset(fewRecords);
    if ((await more.executeTakeFirst()) === undefined) return filter;
  }
  return filters[0];
}

/** A time between two ids: by the index of times all that match would be read, and then sorted. */
const timeBetween = unindexedNumber('r.time');

async function calls(
  sql: Sql,
  { server, tool, outcome, code }: RecordFilter,
  { order, after, limit }: RecordRange,
  { first, last, since, until }: Within,
  grant: readonly ['grant_id' | 'label', string] | undefined,
): Promise<StoredRecord[]> {
  let query = sql
    .selectFrom('call_record as r')
    .innerJoin('writer as w', 'w.id', 'r.writer')
    .select([...recordColumns]);
  const named: readonly (readonly [CallColumn, string | undefined])[] = [
    ...(grant === undefined ? [] : [grant]),
    ['subject', tool],
    ['server', server],
    ['code', code],
    ['outcome', outcome],
  ];
  const filters = named.flatMap(([column, value]) => (value === undefined ? [] : [[column, value] as const]));
  const lead = await leading(sql, filters);
  for (const filter of filters) {
    query = query.where(filter === lead ? filter[0] : unindexedText(filter[0]), '=', filter[1]);
  }
  if (first !== undefined) query = query.where('r.id', '>=', first);
  if (last !== undefined) query = query.where('r.id', '<=', last);
  if (since !== undefined) query = query.where(timeBetween, '>=', since);
  if (until !== undefined) query = query.where(timeBetween, '<', until);
  if (after !== undefined) query = query.where('r.id', order === 'newest' ? '<' : '>', after);
  return (
    await query
      .orderBy('r.id', order === 'newest' ? 'desc' : 'asc')
      .limit(limit)
      .execute()
  ).map(storedRecord);
}

async function events(
  sql: Sql,
  { event }: RecordFilter,
  { order, after, limit }: RecordRange,
  { first, last, since, until }: Within,
): Promise<StoredRecord[]> {
  let query = sql
    .selectFrom('event as r')
    .innerJoin('writer as w', 'w.id', 'r.writer')
    .select([...recordColumns]);
  if (event !== undefined) query = query.where('r.name', '=', event);
  if (first !== undefined) query = query.where('r.id', '>=', first);
  if (last !== undefined) query = query.where('r.id', '<=', last);
  if (since !== undefined) query = query.where(timeBetween, '>=', since);
  if (until !== undefined) query = query.where(timeBetween, '<', until);
  if (after !== undefined) query = query.where('r.id', order === 'newest' ? '<' : '>', after);
  return (
    await query
      .orderBy('r.id', order === 'newest' ? 'desc' : 'asc')
      .limit(limit)
      .execute()
  ).map(storedRecord);
}
