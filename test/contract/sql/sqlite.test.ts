import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { KeyRing } from '../../../src/seal/index.ts';
import { openSql, openStore } from '../../../src/store/index.ts';
import { sqlContract } from './suite.ts';

const newFolder = (): string => mkdtempSync(join(tmpdir(), 'toolgate-sql-'));

sqlContract('SQLite in a thread', async () => {
  const folder = newFolder();
  return { connect: () => openSql(folder), remove: () => rmSync(folder, { recursive: true, force: true }) };
});

sqlContract('SQLite in the thread of the store', async () => {
  const folder = newFolder();
  const store = await openStore(folder, { mode: 'exclusive', keys: () => new KeyRing([Buffer.alloc(32, 7)]) });
  let inThread = false;
  return {
    // One connection lives there; whoever else has the database open is elsewhere.
    connect: () => {
      const first = !inThread;
      inThread = true;
      return first ? store.openSql() : openSql(folder);
    },
    remove: async () => {
      await store.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
});

describe('a SQLite database', () => {
  it('is opened by two at once, the first time too', async () => {
    const folder = newFolder();
    try {
      const opened = await Promise.all([openSql(folder), openSql(folder)]);
      for (const sql of opened)
        expect(await sql.selectFrom('config_version').select('version').execute()).toHaveLength(1);
      await Promise.all(opened.map((sql) => sql.destroy()));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it.each([
    ['is none', Buffer.from('this is no database, and never was one. '.repeat(50))],
    ['was overwritten in its middle', undefined],
  ])('that %s stops the opening, and is left as it is', async (_what, content) => {
    const folder = newFolder();
    const file = join(folder, 'toolgate.db');
    try {
      let bytes = content;
      if (bytes === undefined) {
        await (await openSql(folder)).destroy();
        bytes = readFileSync(file).fill(0xa5, 100, 8_000);
      }
      writeFileSync(file, bytes);
      await expect(openSql(folder)).rejects.toMatchObject({ name: 'SqlError', problem: 'damaged' });
      expect(readFileSync(file).subarray(0, 4_096)).toEqual(bytes.subarray(0, 4_096));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
