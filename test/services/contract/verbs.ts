import { describe, inject, it } from 'vitest';
import { postgresVariable } from '../../support/control-database.ts';
import { noPostgres } from '../support/start-postgres.ts';

/**
 * Runs suites of the control plane again, word for word, with its tables in a PostgreSQL instead of SQLite's file.
 *
 * @param suites what to import, by what it is about
 */
export function onPostgres(suites: Readonly<Record<string, () => Promise<unknown>>>): void {
  const server = inject('postgres');
  if (server === undefined) {
    it('the control plane on PostgreSQL', ({ skip }) => skip(noPostgres));
    return;
  }
  process.env[postgresVariable] = server;
  for (const [about, load] of Object.entries(suites)) {
    describe(`on PostgreSQL: ${about}`, { timeout: 60_000 }, async () => {
      await load();
    });
  }
}
