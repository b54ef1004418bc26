import type { ChangeFeed } from '../../control/index.ts';
import type { Channels } from './channels.ts';

/** Changes of the configuration. Whoever announces one hears it, too. */
export function channelFeed(channels: Pick<Channels, 'listen' | 'say'>): ChangeFeed {
  return {
    announce: () => void channels.say('changed', Buffer.alloc(0)).catch(() => undefined),
    subscribe: (heard) => channels.listen('changed', heard),
  };
}
