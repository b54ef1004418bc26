/** What gateways tell each other: letters through Valkey, changes through Valkey or PostgreSQL. */
import { randomBytes } from 'node:crypto';
import { inject, it } from 'vitest';
import { newId } from '../../../src/kernel/index.ts';
import { postgresFeed } from '../../../src/postgres-feed.ts';
import { KeyRing } from '../../../src/seal/index.ts';
import { Channels, connectValkey, valkeyFeed, valkeyMailbox } from '../../../src/store/valkey/index.ts';
import { feedContract } from '../../contract/feed/suite.ts';
import { mailboxContract } from '../../contract/mailbox/suite.ts';
import { newDatabase } from '../support/new-database.ts';
import { noPostgres } from '../support/start-postgres.ts';
import { noRedis } from '../support/start-redis.ts';
import { newPrefix } from '../support/timed-limiter.ts';

const [valkey, postgres] = [inject('redis'), inject('postgres')];
const ignore = (): void => undefined;

async function channels(url: string): Promise<readonly [Channels, Channels]> {
  const prefix = newPrefix();
  const open = () => {
    const connect = () => connectValkey({ url, answerMs: 5_000 });
    return Channels.open({ connect, prefix, log: ignore }, `own:${newId()}`);
  };
  return [await open(), await open()];
}

if (valkey === undefined) it('mailbox and change feed contracts: Valkey', ({ skip }) => skip(noRedis));
else {
  const ring = new KeyRing([randomBytes(32)]);
  mailboxContract('Valkey', async () => {
    const [one, other] = await channels(valkey);
    const close = (): void => {
      one.close();
      other.close();
    };
    return { here: valkeyMailbox(one, ring), there: valkeyMailbox(other, ring), close };
  });
  feedContract('Valkey', async () => {
    const [one, other] = await channels(valkey);
    const close = (): void => {
      one.close();
      other.close();
    };
    return { here: valkeyFeed(one), there: valkeyFeed(other), close };
  });
}

if (postgres === undefined) it('change feed contract: PostgreSQL', ({ skip }) => skip(noPostgres));
else {
  const silent = { debug: ignore, info: ignore, warn: ignore, error: ignore };
  feedContract('PostgreSQL', async () => {
    const database = await newDatabase(postgres);
    const [here, there] = [await postgresFeed(database.url, silent), await postgresFeed(database.url, silent)];
    const close = async (): Promise<void> => {
      await Promise.all([here.close(), there.close()]);
      await database.remove();
    };
    return { here, there, close };
  });
}
