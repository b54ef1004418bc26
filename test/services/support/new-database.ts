import { randomBytes } from 'node:crypto';
import pg from 'pg';

/** An empty database of a test's own on a server that others use, too. */
export interface TestDatabase {
  readonly url: string;
  remove(): Promise<void>;
}

/** @param server of the superuser, to any database */
export async function newDatabase(server: string): Promise<TestDatabase> {
  const name = `toolgate_${randomBytes(6).toString('hex')}`;
  await asAdmin(server, `CREATE DATABASE ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { url: url.href, remove: () => asAdmin(server, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`) };
}

/** Runs statements on a connection of their own. */
async function asAdmin(url: string, ...statements: readonly string[]): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}
