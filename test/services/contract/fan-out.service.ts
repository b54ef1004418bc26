/** What gateways tell each other: letters through Valkey, changes through Valkey or PostgreSQL. */
import { randomBytes } from 'node:crypto';
import { expect, inject, it } from 'vitest';
import { newId } from '../../../src/kernel/index.ts';
import { KeyRing } from '../../../src/seal/index.ts';
import { type Channels, channelFeed, channelMailbox } from '../../../src/store/channels/index.ts';
import { openPostgresChannels, openPostgresStates, openSql } from '../../../src/store/index.ts';
import { connectValkey, ValkeyChannels } from '../../../src/store/valkey/index.ts';
import { feedContract } from '../../contract/feed/suite.ts';
import { mailboxContract } from '../../contract/mailbox/suite.ts';
import { newDatabase } from '../support/new-database.ts';
import { noPostgres } from '../support/start-postgres.ts';
import { noRedis } from '../support/start-redis.ts';
import { newPrefix } from '../support/timed-limiter.ts';

const [valkey, postgres] = [inject('redis'), inject('postgres')];
const ignore = (): void => undefined;

async function valkeyChannels(url: string): Promise<readonly [Channels, Channels]> {
  const prefix = newPrefix();
  const open = () => {
    const connect = () => connectValkey({ url, answerMs: 5_000 });
    return ValkeyChannels.open({ connect, prefix, log: ignore }, `own:${newId()}`);
  };
  return [await open(), await open()];
}

/** Both contracts, for two processes. @param open their channels, and what is to be done when they are closed */
function contracts(name: string, open: () => Promise<readonly [Channels, Channels, (() => Promise<void>)?]>): void {
  const ring = new KeyRing([randomBytes(32)]);
  const opened = async <T>(over: (channels: Channels) => T) => {
    const [one, other, end] = await open();
    const close = async (): Promise<void> => {
      await Promise.all([one.close(), other.close()]);
      await end?.();
    };
    return { here: over(one), there: over(other), close };
  };
  mailboxContract(name, () => opened((channels) => channelMailbox(channels, ring)));
  feedContract(name, () => opened(channelFeed));
}

if (valkey === undefined) it('mailbox and change feed contracts: Valkey', ({ skip }) => skip(noRedis));
else contracts('Valkey', () => valkeyChannels(valkey));

if (postgres === undefined) it('mailbox and change feed contracts: PostgreSQL', ({ skip }) => skip(noPostgres));
else {
  contracts('PostgreSQL', async () => {
    const database = await newDatabase(postgres);
    const open = () => openPostgresChannels(database.url, ignore);
    return [await open(), await open(), () => database.remove()];
  });

  it('request states: PostgreSQL: each is used once, by whichever gateway', async () => {
    const database = await newDatabase(postgres);
    await (await openSql('', database.url)).destroy();
    const [one, other] = [await openPostgresStates(database.url), await openPostgresStates(database.url)];
    try {
      const used = newId();
      const tries = await Promise.all([one, other, one, other].map((states) => states.spend(used, 60_000, 0)));
      expect(tries.filter(Boolean)).toHaveLength(1);
      expect(await one.spend(newId(), 60_000, 0)).toBe(true);
    } finally {
      await Promise.all([one.close(), other.close()]);
      await database.remove();
    }
  });
}
