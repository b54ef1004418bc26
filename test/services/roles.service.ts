import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { expect, inject, it } from 'vitest';
import { manualClock } from '../../src/kernel/index.ts';
import { KeyRing } from '../../src/seal/index.ts';
import { inspectPostgres, openSql, openStore, prepareSchema } from '../../src/store/index.ts';
import { newDatabase } from './support/new-database.ts';
import { noPostgres } from './support/start-postgres.ts';

/** The statements of the page behind its `\connect`: those that the owner runs. */
function documentedGrants(): string {
  const page = readFileSync(new URL('../../docs/postgresql.md', import.meta.url), 'utf8');
  const [, block = ''] = /```sql\n([\s\S]*?)```/.exec(page) ?? [];
  return block.slice(block.indexOf('GRANT USAGE'));
}

it('a gateway works as the role of the documentation, which can change no record', async ({ skip }) => {
  const server = inject('postgres');
  if (server === undefined) return skip(noPostgres);
  const folder = mkdtempSync(join(tmpdir(), 'toolgate-roles-'));
  const database = await newDatabase(server);
  const as = (role: string): string => {
    const url = new URL(database.url);
    url.username = url.password = role;
    return url.href;
  };
  const runAs = async (role: string, sql: string): Promise<void> => {
    const client = new pg.Client({ connectionString: as(role) });
    await client.connect();
    try {
      await client.query(sql);
    } finally {
      await client.end();
    }
  };
  try {
    for (const role of ['toolgate_owner', 'toolgate_gateway']) {
      await database.run(`CREATE ROLE ${role} LOGIN PASSWORD '${role}'`);
    }
    await database.run(`ALTER DATABASE ${new URL(database.url).pathname.slice(1)} OWNER TO toolgate_owner`);
    await prepareSchema(as('toolgate_owner'));
    await runAs('toolgate_owner', documentedGrants());
    const keys = new KeyRing([Buffer.alloc(32, 7)]);
    const store = await openStore(folder, { mode: 'exclusive', keys: () => keys, database: as('toolgate_gateway') });
    const journal = await store.openJournal(manualClock(1_000));
    await journal.record({ kind: 'event', time: 1_000, event: 'started', detail: {} });
    await store.drained();
    expect((await store.verify()).findings).toEqual([]);
    expect(await store.retain({ before: Date.UTC(2100, 0, 1), now: 1_000 })).toBe(0);
    await store.close();
    const sql = await openSql('', as('toolgate_gateway'));
    await sql.transaction().execute((tx) => tx.updateTable('config_version').set({ version: 2 }).execute());
    await sql.destroy();
    const day = Math.floor(Number((await database.run('SELECT toolgate_day() AS day'))[0]?.day));
    for (const wrong of [
      'UPDATE event SET text = text',
      'DELETE FROM event',
      `UPDATE event_${day} SET text = text`,
      `DROP TABLE event_${day}`,
      'TRUNCATE call_record',
      'CREATE TABLE mine (n int)',
    ]) {
      await expect(runAs('toolgate_gateway', wrong)).rejects.toThrow(/permission denied|must be owner/);
    }
    expect(await inspectPostgres(as('toolgate_gateway'))).toMatchObject({ mayTooMuch: false, pending: [], faults: [] });
    expect(await inspectPostgres(as('toolgate_owner'))).toMatchObject({ mayTooMuch: true });
  } finally {
    await database.remove();
    rmSync(folder, { recursive: true, force: true });
  }
});
