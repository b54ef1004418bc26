import { type RawBuilder, sql } from 'kysely';
import { type CallFilterName, callsOfSpan, callsOfWord, termOf } from '../sqlite/call-terms.ts';
import type { RecordRow } from './stored-record.ts';

/** That a call has something: what a filter asks for. */
export type CallTerm = readonly [name: CallFilterName, value: string];

/** What calls are looked for that have something in common, where SQLite's words of terms say where they are. */
export interface CallSearch {
  /** At least one; the first is looked up, the others are decided where it is found. */
  readonly filters: readonly CallTerm[];
  /** Ids between which they lie, these two included. */
  readonly first?: number | undefined;
  readonly last?: number | undefined;
  /** Arrival at or after, and before, ms since the epoch. */
  readonly since?: number | undefined;
  readonly until?: number | undefined;
  readonly order: 'newest' | 'oldest';
  readonly limit: number;
}

/** The terms of a filter, those first that single out fewest. */
export function callTerms(
  filter: {
    readonly [name in Exclude<CallFilterName, 'subject'> | 'tool']?: string | undefined;
  },
): CallTerm[] {
  const { grant, tool, server, code, outcome } = filter;
  const named = [
    ['grant', grant],
    ['subject', tool],
    ['server', server],
    ['code', code],
    ['outcome', outcome],
  ] as const;
  return named.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));
}

/**
 * The question for them, one page in the order of ids: span by span, word by word, and of a word only the calls whose
 * bits all filters have. `CROSS JOIN` keeps SQLite from putting the tables in another order, in which it would sort.
 */
export function callsByTerms({ filters, first, last, since, until, order, limit }: CallSearch): RawBuilder<RecordRow> {
  const each = filters.map(([name, value], at) => {
    const t = sql.ref(`t${at}`);
    return { name, value, t, bits: sql`${t}.bits`, term: sql`${t}.span = s.id AND ${t}.term = ${termOf(name, value)}` };
  });
  const words = each.map(({ t, term }, at) => {
    return sql` CROSS JOIN call_term AS ${t} ON ${term}${at === 0 ? sql`` : sql` AND ${t}.word = t0.word`}`;
  });
  const bits = sql`(${sql.join(
    each.map((one) => one.bits),
    sql` & `,
  )})`;
  const conditions = [
    sql`${bits} <> 0`,
    sql`(${bits} >> (r.id % ${callsOfWord})) & 1`,
    // Two that are asked for may have the same term.
    ...each.map(({ name, value }) => isCall(name, value)),
    ...(first === undefined
      ? []
      : [
          sql`s.id >= ${Math.floor(first / callsOfSpan)} AND t0.word >= ${Math.floor(first / callsOfWord)} AND r.id >= ${first}`,
        ]),
    ...(last === undefined
      ? []
      : [
          sql`s.id <= ${Math.floor(last / callsOfSpan)} AND t0.word <= ${Math.floor(last / callsOfWord)} AND r.id <= ${last}`,
        ]),
    ...(since === undefined ? [] : [sql`r.time + 0 >= ${since}`]),
    ...(until === undefined ? [] : [sql`r.time + 0 < ${until}`]),
  ];
  const direction = order === 'newest' ? sql`DESC` : sql`ASC`;
  return sql<RecordRow>`
    SELECT r.id, w.name AS writer, r.seq, r.text, r.prev_mac, r.mac
      FROM call_span AS s${sql.join(words, sql``)}
      CROSS JOIN call_record AS r ON r.id BETWEEN t0.word * ${callsOfWord} AND t0.word * ${callsOfWord} + ${callsOfWord - 1}
      CROSS JOIN writer AS w ON w.id = r.writer
     WHERE ${sql.join(conditions, sql` AND `)}
     ORDER BY s.id ${direction}, t0.word ${direction}, r.id ${direction}
     LIMIT ${limit}`;
}

/** The question whether more words than a number have a term: of several filters the rarest is to be looked up. */
export function moreWordsThan(
  count: number,
  name: CallFilterName,
  value: string,
): RawBuilder<{ readonly word: number }> {
  return sql<{ word: number }>`
    SELECT t.word FROM call_span AS s CROSS JOIN call_term AS t ON t.span = s.id AND t.term = ${termOf(name, value)}
     LIMIT 1 OFFSET ${count}`;
}

/** As expressions, for which SQLite makes no index of its own. */
function isCall(name: CallFilterName, value: string): RawBuilder<unknown> {
  if (name === 'grant') return sql`${value} IN (r.grant_id || '', r.label || '')`;
  return sql`${sql.ref(`r.${name}`)} || '' = ${value}`;
}
