import { expect, inject, it } from 'vitest';
import { postgresFeed } from '../../src/postgres-feed.ts';
import { newDatabase } from './support/new-database.ts';
import { noPostgres } from './support/start-postgres.ts';

const server = inject('postgres');
const nothing = (): void => undefined;
const silent = { debug: nothing, info: nothing, warn: nothing, error: nothing };

it('a change that one gateway announces is heard by another of the same database, and not by one that has left', async ({
  skip,
}) => {
  if (server === undefined) return skip(noPostgres);
  const database = await newDatabase(server);
  const [one, other] = [await postgresFeed(database.url, silent), await postgresFeed(database.url, silent)];
  try {
    const heard = { stays: 0, leaves: 0 };
    other.subscribe(() => {
      heard.stays += 1;
    });
    const leave = other.subscribe(() => {
      heard.leaves += 1;
    });
    // LISTEN is in force once the server has answered it: announced until it is.
    await expect
      .poll(
        () => {
          one.announce();
          return heard.stays > 0 && heard.leaves > 0;
        },
        { timeout: 10_000 },
      )
      .toBe(true);
    leave();
    const before = { ...heard };
    await expect
      .poll(
        () => {
          one.announce();
          return heard.stays - before.stays;
        },
        { timeout: 10_000 },
      )
      .toBeGreaterThan(2);
    expect(heard.leaves).toBe(before.leaves);
  } finally {
    await one.close();
    await other.close();
    await database.remove();
  }
});
