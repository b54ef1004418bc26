import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { ServerRecord } from './record.ts';
import { repositoryPlace } from './repository.ts';
import { nameSearchWords, searchWords } from './search-words.ts';
import { shortHash, slugOf } from './slug.ts';

/** The row that a record is about, where there is one. */
export interface FoundServer {
  readonly server: number | undefined;
  /** Its row in `origin`, when the same source told of it before. */
  readonly origin: number | undefined;
}

/** Writes rows of servers and of who told of them. */
export class ServerRows {
  readonly #statements: ReadonlyMap<string, StatementSync>;

  constructor(database: DatabaseSync) {
    this.#statements = new Map(Object.entries(sql).map(([name, text]) => [name, database.prepare(text)]));
  }

  /**
   * Which server a record is about: the one that its source called so before, else the one that lies at the same place
   * (repository and subfolder), if there is exactly one and the same source does not know it under another name. A
   * name alone ties nothing together: anybody may call a server as another one is called.
   */
  find(record: ServerRecord): FoundServer {
    const { source, key } = record.provenance;
    const known = this.#of('known').get(source, key);
    if (known !== undefined) return { server: Number(known.server), origin: Number(known.id) };
    const { repository, subfolder } = repositoryPlace(record.repository, record.subfolder);
    if (repository === undefined) return { server: undefined, origin: undefined };
    const there = this.#of('there').all(repository, subfolder);
    const [only] = there;
    if (only === undefined || there.length > 1) return { server: undefined, origin: undefined };
    const server = Number(only.id);
    const other = this.#of('toldBy').get(server, source);
    return { server: other === undefined ? server : undefined, origin: undefined };
  }

  /**
   * Writes the record; what a source with less standing says of a server is kept as its origin alone. It is a change where
   * something is now told otherwise: the same facts in other words (a bundle of our own has the names of several sources in
   * each of its records) are none.
   */
  put(
    record: ServerRecord,
    found: FoundServer,
    hash: string,
    standing: number,
  ): { readonly server: number; readonly id: number; readonly changed: boolean } {
    const { source, key, url, commit, licence, fetchedAt } = record.provenance;
    const before = found.origin === undefined ? undefined : this.#of('originHash').get(found.origin);
    const told = (server: number): string =>
      JSON.stringify([this.#of('told').get(server), this.#of('origin').get(source, key)]);
    const toldBefore = found.server === undefined || before?.hash === hash ? '' : told(found.server);
    const server = found.server ?? this.#add(record, standing);
    if (found.server !== undefined) this.#update(record, server, standing);
    const { id } = row(
      this.#of('putOrigin').get(
        server,
        source,
        key,
        url ?? null,
        commit ?? null,
        licence ?? null,
        record.version ?? null,
        fetchedAt,
        hash,
      ),
    );
    if (before?.hash !== hash) this.#index(server);
    const changed = before === undefined || (before.hash !== hash && told(server) !== toldBefore);
    return { server, id: Number(id), changed };
  }

  #add(record: ServerRecord, standing: number): number {
    const { repository, subfolder } = repositoryPlace(record.repository, record.subfolder);
    const { fetchedAt } = record.provenance;
    const { id } = row(
      this.#of('add').get(
        record.name,
        this.#freeSlug(record),
        record.title ?? null,
        record.summary ?? null,
        record.version ?? null,
        record.homepage ?? null,
        repository ?? null,
        subfolder,
        JSON.stringify(record.packages ?? []),
        record.note ?? null,
        standing,
        record.status ?? 'active',
        fetchedAt,
        fetchedAt,
      ),
    );
    return Number(id);
  }

  #update(record: ServerRecord, server: number, standing: number): void {
    this.#of('update').run({
      id: server,
      standing,
      title: record.title ?? null,
      summary: record.summary ?? null,
      version: record.version ?? null,
      homepage: record.homepage ?? null,
      packages: record.packages === undefined ? null : JSON.stringify(record.packages),
      note: record.note ?? null,
      status: record.status ?? 'active',
      seen: record.provenance.fetchedAt,
    });
  }

  #index(server: number): void {
    const { name, title, summary } = row(this.#of('texts').get(server));
    const names = [...nameSearchWords(String(name)), ...searchWords(String(title ?? ''))];
    this.#of('index').run(server, names.join(' '), searchWords(String(summary ?? '')).join(' '));
  }

  #freeSlug({ name, provenance }: ServerRecord): string {
    const slug = slugOf(name);
    if (this.#of('slugTaken').get(slug) === undefined) return slug;
    return `${slug}-${shortHash(`${provenance.source}\n${provenance.key}`)}`;
  }

  #of(name: keyof typeof sql): StatementSync {
    const statement = this.#statements.get(name);
    if (statement === undefined) throw new Error(`no statement ${name}`);
    return statement;
  }
}

function row(found: ReturnType<StatementSync['get']>): NonNullable<ReturnType<StatementSync['get']>> {
  if (found === undefined) throw new Error('a row that was just written is not there');
  return found;
}

const sql = {
  known: 'SELECT id, server FROM origin WHERE source = ? AND key = ?',
  there: 'SELECT id FROM server WHERE repository = ? AND subfolder = ? LIMIT 2',
  toldBy: 'SELECT 1 FROM origin WHERE server = ? AND source = ?',
  slugTaken: 'SELECT 1 FROM server WHERE slug = ?',
  told: 'SELECT title, summary, version, homepage, packages, note, status FROM server WHERE id = ?',
  origin: 'SELECT url, commit_id, licence, version FROM origin WHERE source = ? AND key = ?',
  originHash: 'SELECT hash FROM origin WHERE id = ?',
  texts: 'SELECT name, title, summary FROM server WHERE id = ?',
  index: 'INSERT OR REPLACE INTO server_search (rowid, name, body) VALUES (?, ?, ?)',
  add: `INSERT INTO server (name, slug, title, summary, version, homepage, repository, subfolder, packages, note, standing,
    status, first_seen, last_seen) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id`,
  update: `UPDATE server SET
      title = CASE WHEN :standing >= standing THEN coalesce(:title, title) ELSE coalesce(title, :title) END,
      summary = CASE WHEN :standing >= standing THEN coalesce(:summary, summary) ELSE coalesce(summary, :summary) END,
      version = CASE WHEN :standing >= standing THEN coalesce(:version, version) ELSE coalesce(version, :version) END,
      homepage = coalesce(homepage, :homepage),
      packages = coalesce(:packages, packages),
      note = coalesce(:note, note),
      status = CASE WHEN :standing >= standing THEN :status ELSE status END,
      standing = max(standing, :standing),
      last_seen = max(last_seen, :seen)
    WHERE id = :id`,
  putOrigin: `INSERT INTO origin (server, source, key, url, commit_id, licence, version, fetched_at, hash)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (source, key) DO UPDATE SET url = excluded.url, commit_id = excluded.commit_id,
      licence = excluded.licence, version = excluded.version, fetched_at = excluded.fetched_at, hash = excluded.hash
    RETURNING id`,
} as const;
