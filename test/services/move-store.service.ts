import { existsSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, inject, it } from 'vitest';
import { manualClock } from '../../src/kernel/index.ts';
import { KeyRing } from '../../src/seal/index.ts';
import { moveStore, openSql, openStore } from '../../src/store/index.ts';
import { newDatabase } from './support/new-database.ts';
import { noPostgres } from './support/start-postgres.ts';

const server = inject('postgres');
const ring = new KeyRing([Buffer.alloc(32, 7)]);

it('an installation is moved, interrupted and gone on with, and its chains go on in PostgreSQL', async ({ skip }) => {
  if (server === undefined) return skip(noPostgres);
  const folder = mkdtempSync(join(tmpdir(), 'toolgate-move-'));
  const database = await newDatabase(server);
  try {
    const store = await openStore(folder, { mode: 'exclusive', keys: () => ring });
    const journal = await store.openJournal(manualClock(1_000));
    for (let i = 0; i < 1_200; i++) {
      const event = { kind: 'event', time: 86_400_000 * (1 + Math.floor(i / 700)), event: 'e', detail: { i } } as const;
      await journal.record(event);
    }
    await store.drained();
    await store.close();
    const sql = await openSql(folder);
    const failure = { subject: 'ä \u0000', count: 3, last_at: 7 };
    await sql.insertInto('login_failure').values(failure).execute();
    await sql.updateTable('config_version').set({ version: 42 }).execute();
    await sql.destroy();

    // Killed when half of the rows were copied.
    const interrupted = moveStore(folder, database.url, (done) => {
      if (done > 600) throw new Error('killed');
    });
    await expect(interrupted).rejects.toThrow('killed');
    expect(existsSync(join(folder, 'toolgate.db'))).toBe(true);
    const { rows } = await moveStore(folder, database.url, () => undefined);
    expect(rows).toBeGreaterThan(1_200);
    expect(existsSync(join(folder, 'toolgate.db'))).toBe(false);

    // Killed at its very end, before the old database was set aside: nothing is left to do but that.
    renameSync(join(folder, 'toolgate.db.moved'), join(folder, 'toolgate.db'));
    expect(await moveStore(folder, database.url, () => undefined)).toMatchObject({ rows });
    expect(existsSync(join(folder, 'toolgate.db'))).toBe(false);

    expect(await database.run('SELECT version FROM config_version')).toEqual([{ version: '42' }]);
    const after = await openStore(folder, { mode: 'exclusive', keys: () => ring, database: database.url });
    const again = await after.openJournal(manualClock(2_000));
    await again.record({ kind: 'event', time: 2_000, event: 'later', detail: {} });
    await after.drained();
    const { writers, findings } = await after.verify();
    expect(findings).toEqual([]);
    expect(writers.map(({ records }) => records)).toEqual([1_201]);
    await after.close();

    // A gateway that knows nothing of the move is told; one that has gone on here since is not put aside.
    renameSync(join(folder, 'toolgate.db.moved'), join(folder, 'toolgate.db'));
    const unmoved = openStore(folder, { mode: 'exclusive', keys: () => ring, database: database.url });
    await expect(unmoved).rejects.toThrow(/toolgate migrate-store --data/);
    const old = new DatabaseSync(join(folder, 'toolgate.db'));
    old.exec('UPDATE writer SET seq = seq + 1000');
    old.close();
    await expect(moveStore(folder, database.url, () => undefined)).rejects.toThrow('into this database already');
    expect(existsSync(join(folder, 'toolgate.db'))).toBe(true);
  } finally {
    await database.remove();
    rmSync(folder, { recursive: true, force: true });
  }
}, 120_000);
