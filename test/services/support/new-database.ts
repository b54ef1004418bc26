import { randomBytes } from 'node:crypto';
import pg from 'pg';

/** An empty database of a test's own on a server that others use, too. */
export interface TestDatabase {
  readonly url: string;
  /** Runs statements as the superuser, on a connection of their own. @returns the rows of the last */
  run(...statements: readonly string[]): Promise<readonly Record<string, unknown>[]>;
  remove(): Promise<void>;
}

/** @param server of the superuser, to any database */
export async function newDatabase(server: string): Promise<TestDatabase> {
  const name = `toolgate_${randomBytes(6).toString('hex')}`;
  await asAdmin(server, `CREATE DATABASE ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return {
    url: url.href,
    run: (...statements) => asAdmin(url.href, ...statements),
    remove: async () => {
      await asAdmin(server, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    },
  };
}

async function asAdmin(url: string, ...statements: readonly string[]): Promise<readonly Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    let rows: readonly Record<string, unknown>[] = [];
    for (const statement of statements) ({ rows } = await client.query(statement));
    return rows;
  } finally {
    await client.end();
  }
}
