import { readdirSync, readFileSync } from 'node:fs';
import { packageFile } from '../kernel/index.ts';

/** A step of a database's schema. */
export interface Migration {
  /** Of its file, such as `0001_audit.sql`: what an installation remembers of it, or else its place among all. */
  readonly name: string;
  sql(): string;
}

/** The migrations of a database, in order. */
export function migrationsOf(database: 'postgres' | 'sqlite'): readonly Migration[] {
  const folder = packageFile(`migrations/${database}/`);
  const names = readdirSync(folder).filter((name) => /^\d{4}_.+\.sql$/.test(name));
  return names.sort().map((name) => ({ name, sql: () => readFileSync(new URL(name, folder), 'utf8') }));
}
