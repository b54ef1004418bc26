import type { TestProject } from 'vitest/node';
import { startPostgres } from './start-postgres.ts';
import { startRedis } from './start-redis.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** `postgres://…` of a superuser, without a database; `undefined` where there is no server to start. */
    postgres: string | undefined;
    /** `redis://127.0.0.1:port`; `undefined` where there is no server to start. */
    redis: string | undefined;
  }
}

/** One server of each kind for all files: each file makes a database, or a prefix, of its own. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const [postgres, redis] = await Promise.all([startPostgres(), startRedis()]);
  project.provide('postgres', postgres?.url);
  project.provide('redis', redis?.url);
  return async () => {
    await Promise.all([postgres?.remove(), redis?.remove()]);
  };
}
