import { DatabaseSync } from 'node:sqlite';

/** What opens something for a short while, and must not come to life again with a backup. */
const shortLived = ['user_session', 'setup_link', 'invitation', 'idempotency', 'login_failure'];

/**
 * Copies a database as it stands at one instant, while others write to it. The copy holds no session, no one-time link and
 * no answer that is kept for who asks again.
 */
export function copyDatabase(from: string, to: string): void {
  const source = new DatabaseSync(from, { readOnly: true, timeout: 10_000 });
  try {
    source.prepare('VACUUM INTO ?').run(to);
  } finally {
    source.close();
  }
  const copy = new DatabaseSync(to);
  try {
    copy.exec('PRAGMA secure_delete=ON; PRAGMA foreign_keys=OFF');
    const tables = copy.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all();
    const present = new Set(tables.map(({ name }) => name));
    for (const table of shortLived) if (present.has(table)) copy.exec(`DELETE FROM ${table}`);
  } finally {
    copy.close();
  }
}
