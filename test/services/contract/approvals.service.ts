import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, inject, it } from 'vitest';
import { KeyRing } from '../../../src/seal/index.ts';
import { argumentSeal } from '../../../src/store/approvals/index.ts';
import { openSql, type Sql } from '../../../src/store/index.ts';
import { keyedCalls } from '../../contract/approvals/keyed.ts';
import { sqlDesk } from '../../contract/approvals/sql-desk.ts';
import { approvalsContract } from '../../contract/approvals/suite.ts';
import { newDatabase, type TestDatabase } from '../support/new-database.ts';
import { noPostgres } from '../support/start-postgres.ts';

const server = inject('postgres');
if (server === undefined) it('approvals contract: PostgreSQL', ({ skip }) => skip(noPostgres));
else {
  let database: TestDatabase;
  let two: readonly [Sql, Sql];
  beforeAll(async () => {
    database = await newDatabase(server);
    two = [await openSql('', database.url), await openSql('', database.url)];
  });
  afterAll(async () => {
    await Promise.all(two.map((sql) => sql.destroy()));
    await database.remove();
  });
  const seal = argumentSeal(new KeyRing([randomBytes(32)]));
  approvalsContract('PostgreSQL', (clock) => sqlDesk(two, seal, clock), 15);
  keyedCalls(() => Promise.resolve(two), 'postgres');
}
