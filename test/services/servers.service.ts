import pg from 'pg';
import { describe, expect, inject, it } from 'vitest';
import { newDatabase } from './support/new-database.ts';
import { noPostgres, postgresPassword, startPostgres } from './support/start-postgres.ts';
import { noRedis, startRedis } from './support/start-redis.ts';

describe('the servers that these tests run against', () => {
  it('PostgreSQL keeps what it was told across a crash', async ({ skip }) => {
    if (inject('postgres') === undefined) skip(noPostgres);
    const server = await startPostgres();
    if (server === undefined) throw new Error('it was there a moment ago');
    try {
      const { url } = await newDatabase(server.url);
      expect(await one(url, 'SHOW fsync')).toEqual({ fsync: 'on' });
      await one(url, 'CREATE TABLE kept AS SELECT 1 AS n');
      await server.stop('immediate');
      const refused: unknown = await one(url, 'SELECT 1').catch((error: unknown) => error);
      expect(refused).toBeInstanceOf(Error);
      expect(String(refused)).not.toContain(postgresPassword);
      await server.start();
      expect(await one(url, 'SELECT n FROM kept')).toEqual({ n: 1 });
    } finally {
      await server.remove();
    }
  });

  it('Valkey or Redis can be killed and started again', async ({ skip }) => {
    if (inject('redis') === undefined) skip(noRedis);
    const server = await startRedis();
    if (server === undefined) throw new Error('it was there a moment ago');
    try {
      await server.kill();
      await server.start();
      expect(server.process().exitCode).toBeNull();
    } finally {
      await server.remove();
    }
  });
});

async function one(url: string, sql: string): Promise<unknown> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows[0];
  } finally {
    await client.end();
  }
}
