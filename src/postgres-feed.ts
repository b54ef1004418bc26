import type { ChangeFeed } from './control/index.ts';
import { openPostgresNotifier } from './store/index.ts';
import type { Logger } from './telemetry/index.ts';

const channel = 'toolgate_changed';

/** Changes of the configuration, told through the database that they are in. */
export interface PostgresFeed extends ChangeFeed {
  close(): Promise<void>;
}

/**
 * For gateways of one database that have no Valkey. Whoever announces a change hears it, too; who may have missed one looks.
 *
 * @param url `postgres://…`; a server to which a session lasts, no pooler that hands connections out by transaction
 */
export async function postgresFeed(url: string, log: Logger): Promise<PostgresFeed> {
  const notifier = await openPostgresNotifier(url, (healthy, error) => {
    if (healthy) log.info('other gateways can be heard');
    else log.warn({ error }, 'other gateways cannot be heard: changes are looked for every second');
  });
  return {
    announce: () => void notifier.publish(channel, '').catch(() => undefined),
    subscribe: (heard) => notifier.subscribe(channel, () => heard()),
    close: () => notifier.close(),
  };
}
