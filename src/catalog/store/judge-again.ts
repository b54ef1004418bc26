import type { DatabaseSync } from 'node:sqlite';
import type { JsonObject } from '../../protocol/index.ts';
import { type Classification, classify } from '../classify/classify.ts';
import { definitionOf } from '../classify/definition-of.ts';
import { maybe } from './lines.ts';
import { nameSearchWords, searchWords } from './search-words.ts';
import { facetWords } from './tool-rows.ts';

/** Sets the class of the tools of this name on servers of this name, and what the index says of it. */
export function judgeAgain(database: DatabaseSync, server: string, tool: string): void {
  const said = database
    .prepare('SELECT category, severity FROM override WHERE server = ? AND tool = ?')
    .get(server, tool);
  const update = database.prepare('UPDATE tool SET category = ?, severity = ?, overridden = ? WHERE id = ?');
  const index = database.prepare(
    'INSERT OR REPLACE INTO tool_search (rowid, name, server, body, facet) VALUES (?, ?, ?, ?, ?)',
  );
  const rows = database
    .prepare(
      `SELECT t.id, t.source, t.licence, t.removed_at, d.text, d.given, s.title FROM server AS s
       JOIN tool AS t ON t.server = s.id JOIN definition AS d ON d.tool = t.id AND d.hash = t.hash
       WHERE s.name = ? AND t.name = ?`,
    )
    .all(server, tool);
  for (const row of rows) {
    const definition = JSON.parse(String(row.text)) as JsonObject;
    const given = maybe(row.given);
    const judged =
      given === undefined ? classify(definitionOf(server, tool, definition)) : (JSON.parse(given) as Classification);
    const category = String(said?.category ?? judged.category);
    const severity = String(said?.severity ?? judged.severity);
    update.run(category, severity, said === undefined ? 0 : 1, Number(row.id));
    if (row.removed_at !== null) continue;
    const { description } = definition;
    index.run(
      Number(row.id),
      nameSearchWords(tool).join(' '),
      nameSearchWords(`${server} ${maybe(row.title) ?? ''}`).join(' '),
      searchWords(typeof description === 'string' ? description : '').join(' '),
      facetWords({ category, severity, source: String(row.source), licence: String(row.licence) }),
    );
  }
}
