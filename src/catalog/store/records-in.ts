import type { DatabaseSync } from 'node:sqlite';
import type { JsonObject } from '../../protocol/index.ts';
import { maybe, provenanceOf } from './lines.ts';
import type { Package, ServerRecord } from './record.ts';

/** Every server with what it lists, one after the other: one record for each source that told of it. */
export function* recordsIn(database: DatabaseSync): Generator<ServerRecord> {
  const servers = database.prepare(
    `SELECT s.*, o.id AS origin_id, o.source, o.key, o.url, o.commit_id, o.licence, o.fetched_at, o.version AS told_version
     FROM server AS s JOIN origin AS o ON o.server = s.id WHERE o.id > ? ORDER BY o.id LIMIT 500`,
  );
  const tools = database.prepare(
    `SELECT t.name, t.hash, d.text FROM tool AS t JOIN definition AS d ON d.tool = t.id AND d.hash = t.hash
     WHERE t.server = ? AND t.origin = ? AND t.removed_at IS NULL ORDER BY t.name`,
  );
  for (let after = 0, rows = servers.all(after); rows.length > 0; rows = servers.all(after)) {
    for (const row of rows) {
      after = Number(row.origin_id);
      const list = tools.all(Number(row.id), after);
      yield {
        name: String(row.name),
        title: maybe(row.title),
        summary: maybe(row.summary),
        // Its own, and not that of another source: a version is of what was listed.
        version: maybe(row.told_version),
        homepage: maybe(row.homepage),
        repository: maybe(row.repository),
        subfolder: row.subfolder === '' ? undefined : String(row.subfolder),
        packages: JSON.parse(String(row.packages)) as Package[],
        note: maybe(row.note),
        status: row.status === 'deleted' || row.status === 'deprecated' ? row.status : 'active',
        provenance: provenanceOf(row),
        tools:
          list.length === 0
            ? undefined
            : list.map((tool) => ({
                name: String(tool.name),
                definition: JSON.parse(String(tool.text)) as JsonObject,
                hash: String(tool.hash),
              })),
      };
    }
  }
}
