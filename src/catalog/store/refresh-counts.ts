import type { DatabaseSync } from 'node:sqlite';

/**
 * Makes anew what is derived from all tools: the counts of each server, those of each kind of tool, and the words that
 * a search may have meant.
 */
export function refreshCounts(database: DatabaseSync): void {
  database.exec(`
    UPDATE server SET tools = n, low = l, medium = m, high = h, critical = c, bytes = b FROM (
      SELECT s.id AS of, count(t.id) AS n,
        count(t.id) FILTER (WHERE severity = 'low') AS l, count(t.id) FILTER (WHERE severity = 'medium') AS m,
        count(t.id) FILTER (WHERE severity = 'high') AS h, count(t.id) FILTER (WHERE severity = 'critical') AS c,
        coalesce(sum(t.bytes), 0) AS b
      FROM server AS s LEFT JOIN tool AS t ON t.server = s.id AND t.removed_at IS NULL GROUP BY s.id
    ) WHERE server.id = of;
    DELETE FROM facet_count;
    INSERT INTO facet_count SELECT category, severity, source, licence, count(*) FROM tool
      WHERE removed_at IS NULL GROUP BY 1, 2, 3, 4;
  `);
  refreshVocabulary(database);
}

/** Words that a tool's name or a server's name has; words of descriptions are too many, and misspelt themselves. */
function refreshVocabulary(database: DatabaseSync): void {
  database.exec(`
    CREATE VIRTUAL TABLE IF NOT EXISTS temp.tool_term USING fts5vocab(main, tool_search, col);
    CREATE VIRTUAL TABLE IF NOT EXISTS temp.server_term USING fts5vocab(main, server_search, col);
    DELETE FROM vocabulary;
    INSERT INTO near_word (near_word) VALUES ('delete-all');
    INSERT INTO vocabulary (word, tools)
      SELECT term, sum(doc) FROM (
        SELECT term, doc FROM temp.tool_term WHERE col = 'name'
        UNION ALL SELECT term, doc FROM temp.server_term WHERE col = 'name'
      ) WHERE length(term) BETWEEN 3 AND 24 GROUP BY term;
    INSERT INTO near_word (rowid, word) SELECT id, word FROM vocabulary;
  `);
}
