import { channelFeed, channelMailbox, channelReplicas } from '../store/channels/index.ts';
import { openPostgresChannels, openPostgresStates, type Store } from '../store/index.ts';
import type { Logger } from '../telemetry/index.ts';
import type { SharedState } from './shared-state.ts';

/**
 * What the gateways of one installation share where they have a PostgreSQL and no Valkey: its notices carry what they tell
 * each other. Limits are counted there, too, by a limiter that is opened when it is first needed.
 *
 * @param url `postgres://…`; a server to which a session lasts, no pooler that hands connections out by transaction
 */
export async function openDatabaseState(url: string, store: Store, log: Logger): Promise<SharedState> {
  const channels = await openPostgresChannels(url, (healthy, error) => {
    if (healthy) log.info('other gateways can be heard');
    else log.warn({ error }, 'other gateways cannot be heard: changes are looked for every second');
  });
  const spent = await openPostgresStates(url);
  return {
    continuations: { mailbox: channelMailbox(channels, store.keys), spent, keys: store.keys },
    replicas: channelReplicas(channels, store.keys),
    feed: channelFeed(channels),
    close: async () => {
      await channels.close();
      await spent.close();
    },
  };
}
