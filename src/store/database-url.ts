/**
 * Where the installation's database is, when it is not in the data folder: `TOOLGATE_DATABASE_URL`.
 *
 * @param env the environment
 * @returns `postgres://…`, with its password; `undefined` for SQLite in the data folder
 */
export function databaseUrl(env: Readonly<Record<string, string | undefined>>): string | undefined {
  return env.TOOLGATE_DATABASE_URL === '' ? undefined : env.TOOLGATE_DATABASE_URL;
}
