import type { DatabaseSync } from 'node:sqlite';
import { judgeAgain } from './judge-again.ts';
import { categoryNamed, severityNamed } from './lines.ts';
import type { Override } from './record.ts';
import { refreshCounts } from './refresh-counts.ts';

/** What an operator said of a tool, by the server's name. */
export function readOverride(database: DatabaseSync, server: string, tool: string): Override | undefined {
  const row = database.prepare('SELECT * FROM override WHERE server = ? AND tool = ?').get(server, tool);
  return row === undefined ? undefined : overrideOf(row);
}

/** Everything that operators said. */
export function readOverrides(database: DatabaseSync): Override[] {
  return database.prepare('SELECT * FROM override ORDER BY server, tool').all().map(overrideOf);
}

/** An operator's word on a tool: it wins over every class, now and after each import. */
export function putOverride(database: DatabaseSync, override: Override): void {
  const { server, tool, category, severity, author, reason, at } = override;
  change(database, server, tool, () =>
    database
      .prepare(
        'INSERT OR REPLACE INTO override (server, tool, category, severity, author, reason, at) VALUES (?, ?, ?, ?, ?, ?, ?)',
      )
      .run(server, tool, category, severity, author, reason, at),
  );
}

/** Takes it back: the classifier's word counts again. */
export function removeOverride(database: DatabaseSync, server: string, tool: string): void {
  change(database, server, tool, () =>
    database.prepare('DELETE FROM override WHERE server = ? AND tool = ?').run(server, tool),
  );
}

function change(database: DatabaseSync, server: string, tool: string, work: () => unknown): void {
  database.exec('BEGIN IMMEDIATE');
  try {
    work();
    judgeAgain(database, server, tool);
    refreshCounts(database);
    database.exec('COMMIT');
  } catch (error) {
    database.exec('ROLLBACK');
    throw error;
  }
}

function overrideOf(row: Readonly<Record<string, import('node:sqlite').SQLOutputValue>>): Override {
  return {
    server: String(row.server),
    tool: String(row.tool),
    category: categoryNamed(row.category),
    severity: severityNamed(row.severity),
    author: String(row.author),
    reason: String(row.reason),
    at: Number(row.at),
  };
}
