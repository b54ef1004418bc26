import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { inspectDatabase } from './inspect-database.ts';
import { openSql } from './sql/open-sql.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'toolgate-inspect-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it('says what a database is, and under which keys its records are', async () => {
  expect(inspectDatabase(folder)).toEqual({ kind: 'none' });
  const sql = await openSql(folder);
  await sql
    .insertInto('writer')
    .values({ name: 'w', key: 'k1', mac: new Uint8Array(32) })
    .execute();
  await sql.destroy();
  expect(inspectDatabase(folder)).toEqual({ kind: 'sound', keys: ['k1'], current: true, newest: 0 });
  const file = join(folder, 'toolgate.db');
  writeFileSync(file, readFileSync(file).fill(0xa5, 200, 40_000));
  expect(inspectDatabase(folder)).toMatchObject({ kind: 'damaged' });
});
