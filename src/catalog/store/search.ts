import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { type FacetCounts, type Facets, facetNames, facetWord } from './facets.ts';
import { type SqlRow, serverColumns, serverLine, toolColumns, toolLine } from './lines.ts';
import { NearWords } from './near-words.ts';
import { searchWords } from './search-words.ts';
import type { SearchResult } from './views.ts';

/** What somebody looks for. */
export interface Query {
  /** Words, each complete or the beginning of one; all must be there. */
  readonly text: string;
  readonly facets: Facets;
  /** From 0. */
  readonly offset: number;
  readonly limit: number;
}

/** Tools that are put in order and counted: where more are found, the first ones stand for all. */
const mostCandidates = 1_000;
const mostWords = 8;
const mostServers = 6;

/** Search over names, servers and descriptions: prefixes, typing errors, facets. */
export class Search {
  readonly #near: NearWords;
  readonly #known: StatementSync;
  readonly #ids: StatementSync;
  readonly #tools: StatementSync;
  readonly #servers: StatementSync;
  readonly #browse: StatementSync;
  readonly #whole: StatementSync;
  readonly #counts: StatementSync;

  constructor(database: DatabaseSync) {
    this.#near = new NearWords(database);
    this.#known = database.prepare('SELECT 1 FROM tool_search WHERE tool_search MATCH ? LIMIT 1');
    this.#ids = database.prepare('SELECT rowid AS id FROM tool_search WHERE tool_search MATCH ? LIMIT ?');
    this.#tools = database.prepare(
      `SELECT ${toolColumns}, t.licence FROM json_each(?) AS found
       JOIN tool AS t ON t.id = found.value JOIN server AS s ON s.id = t.server`,
    );
    this.#servers = database.prepare(
      `SELECT ${serverColumns} FROM (SELECT rowid FROM server_search WHERE server_search MATCH ? LIMIT 500) AS found
       JOIN server AS s ON s.id = found.rowid WHERE s.status <> 'deleted'`,
    );
    this.#browse = database.prepare(
      `SELECT ${toolColumns} FROM (SELECT rowid FROM tool_search WHERE tool_search MATCH ? LIMIT ? OFFSET ?) AS found
       JOIN tool AS t ON t.id = found.rowid JOIN server AS s ON s.id = t.server`,
    );
    this.#whole = database.prepare(
      `SELECT ${toolColumns} FROM (SELECT rowid FROM tool_search ORDER BY rowid LIMIT ? OFFSET ?) AS found
       JOIN tool AS t ON t.id = found.rowid JOIN server AS s ON s.id = t.server`,
    );
    this.#counts = database.prepare('SELECT category, severity, source, licence, tools FROM facet_count');
  }

  find({ text, facets, offset, limit }: Query): SearchResult {
    const words = [...new Set(searchWords(text))].slice(0, mostWords);
    if (words.length === 0) return this.#all(facets, offset, limit);
    let mistyped = false;
    const alternatives = words.map((word) => {
      if (this.#known.get(`{name server body} : "${word}" *`) !== undefined) return [word];
      const near = this.#near.of(word);
      mistyped ||= near.length > 0;
      return near.length === 0 ? [word] : near;
    });
    const wanted = alternatives.map((some) => `(${some.map((word) => `"${word}" *`).join(' OR ')})`);
    const narrowed = narrowing(facets);
    const match = (columns: string): string =>
      [...wanted.map((term) => `${columns} : ${term}`), ...narrowed].join(' AND ');
    const ids = new Set<number>();
    for (const columns of ['{name}', '{name server}', '{name server body}']) {
      if (ids.size >= mostCandidates) break;
      for (const { id } of this.#ids.all(match(columns), mostCandidates)) ids.add(Number(id));
    }
    const rows = this.#tools.all(JSON.stringify([...ids].slice(0, mostCandidates)));
    const spelt = alternatives.map((some) => some[0] ?? '');
    const ranked = rows
      .map((row) => ({ row, rank: rankOf(spelt, String(row.name), String(row.server_name)) }))
      .sort((one, other) => other.rank - one.rank);
    return {
      servers: offset === 0 ? this.#serversNamed(wanted, spelt) : [],
      tools: ranked.slice(offset, offset + limit).map(({ row }) => toolLine(row)),
      counts: countsOf(rows.map((row) => ({ row, tools: 1 }))),
      total: rows.length,
      more: rows.length >= mostCandidates,
      meant: mistyped ? spelt : [],
    };
  }

  #serversNamed(wanted: readonly string[], words: readonly string[]): SearchResult['servers'] {
    const match = wanted.map((term) => `{name body} : ${term}`).join(' AND ');
    return this.#servers
      .all(match)
      .map((row) => ({
        row,
        rank: rankOf(words, String(row.name), String(row.title)) + Math.log10(1 + Number(row.tools)),
      }))
      .sort((one, other) => other.rank - one.rank)
      .slice(0, mostServers)
      .map(({ row }) => serverLine(row));
  }

  /** Without words: the tools of these facets, all of them without any, in the order in which they came; exact counts. */
  #all(facets: Facets, offset: number, limit: number): SearchResult {
    const kinds = this.#counts
      .all()
      .filter((row) => facetNames.every((facet) => facets[facet] === undefined || row[facet] === facets[facet]));
    const narrowed = narrowing(facets);
    const rows =
      narrowed.length === 0 ? this.#whole.all(limit, offset) : this.#browse.all(narrowed.join(' AND '), limit, offset);
    return {
      servers: [],
      tools: rows.map(toolLine),
      counts: countsOf(kinds.map((row) => ({ row, tools: Number(row.tools) }))),
      total: kinds.reduce((sum, row) => sum + Number(row.tools), 0),
      more: false,
      meant: [],
    };
  }
}

function narrowing(facets: Facets): string[] {
  return facetNames.flatMap((facet) => {
    const value = facets[facet];
    return value === undefined ? [] : [`{facet} : "${facetWord(facet, value)}"`];
  });
}

/** How well a name answers what was typed: the whole, then its beginning, then each word, then shortness. */
function rankOf(words: readonly string[], name: string, other: string): number {
  const parts = plainWords(name);
  const whole = parts.join('');
  const typed = words.join('');
  const elsewhere = other.toLowerCase();
  let rank = whole === typed ? 100 : whole.startsWith(typed) ? 40 : 0;
  for (const word of words) {
    if (parts.includes(word)) rank += 12;
    else if (whole.includes(word)) rank += 6;
    if (elsewhere.includes(word)) rank += 3;
  }
  return rank - Math.min(parts.length, 12) / 4;
}

/** A rough `searchWords`, for the thousand names of a search. */
function plainWords(name: string): string[] {
  return name
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u);
}

function countsOf(rows: readonly { readonly row: SqlRow; readonly tools: number }[]): FacetCounts {
  const count = (facet: keyof Facets): ReadonlyMap<string, number> => {
    const counts = new Map<string, number>();
    for (const { row, tools } of rows) {
      const value = String(row[facet]);
      counts.set(value, (counts.get(value) ?? 0) + tools);
    }
    return new Map([...counts].sort((one, other) => other[1] - one[1]));
  };
  return {
    category: count('category'),
    severity: count('severity'),
    source: count('source'),
    licence: count('licence'),
  };
}
