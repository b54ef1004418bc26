import { afterAll, beforeAll, inject, it } from 'vitest';
import { openSql } from '../../../src/store/index.ts';
import { sqlContract } from '../../contract/sql/suite.ts';
import { newDatabase, type TestDatabase } from '../support/new-database.ts';
import { noPostgres } from '../support/start-postgres.ts';

const server = inject('postgres');
if (server === undefined) it('a database: PostgreSQL', ({ skip }) => skip(noPostgres));
else {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await newDatabase(server);
    await (await openSql('', database.url)).destroy();
  });
  afterAll(() => database.remove());
  // A new database takes a second; every test begins with empty tables instead.
  sqlContract('PostgreSQL', async () => {
    await database.run('TRUNCATE login_failure, user_account, writer CASCADE');
    return { connect: () => openSql('', database.url), remove: () => undefined };
  });
}
