import type { ChangeFeed } from '../control/index.ts';
import type { Replicas, SharedContinuations } from '../gateway/index.ts';
import { type Clock, newId } from '../kernel/index.ts';
import { channelFeed, channelMailbox, channelReplicas } from '../store/channels/index.ts';
import type { Store } from '../store/index.ts';
import {
  checkInstallation,
  checkServer,
  connectValkey,
  Link,
  ValkeyChannels,
  type ValkeyLimiter,
  valkeyLimiter,
  valkeyStates,
} from '../store/valkey/index.ts';
import type { Logger } from '../telemetry/index.ts';

/** What the gateways of one installation share, in Valkey or in their database. */
export interface SharedState {
  /** Absent where limits are counted in the database. */
  readonly limiter?: ValkeyLimiter;
  readonly continuations: SharedContinuations;
  readonly replicas: Replicas;
  readonly feed: ChangeFeed;
  close(): Promise<void>;
}

/** What has expired by the server's clock is passed over there; this gateway's may be ahead of it. */
const clocksDifferMs = 3_600_000;

/** How long an answer may take: longer, and the call that waits for it is refused. */
const answerMs = 1_000;

/**
 * Connects to Valkey, and looks whether this gateway belongs there.
 *
 * @param url `redis://` or `rediss://`; one installation a numbered database
 * @throws SharedStateError
 */
export async function openSharedState(
  url: string,
  store: Store,
  clock: Pick<Clock, 'now'>,
  log: Logger,
): Promise<SharedState> {
  const address = addressOf(url);
  const prefix = '{toolgate}:';
  const connect = () => connectValkey({ url, answerMs });
  const opened: (() => void | Promise<void>)[] = [];
  const close = async (): Promise<void> => {
    for (const end of opened.toReversed()) await end();
  };
  try {
    const link = await Link.open({
      connect,
      greet: async (connection) => {
        await checkServer(connection);
        await checkInstallation(connection, prefix, store.keys);
      },
      changed: () => undefined,
    });
    opened.push(() => link.close());
    const channels = await ValkeyChannels.open(
      {
        connect,
        prefix: `${prefix}${address.database}:`,
        log: (event, error) => {
          if (event === 'up') log.info('other gateways can be heard');
          else log.warn({ error }, 'other gateways cannot be heard: changes are looked for every second');
        },
      },
      `own:${newId()}`,
    );
    opened.push(() => channels.close());
    const limiter = await valkeyLimiter({
      url,
      prefix,
      answerMs,
      recorded: () => store.countersNow(clock.now() - clocksDifferMs),
      log: (event, error) => tell(log, event, error),
    });
    opened.push(() => limiter.close());
    return {
      limiter,
      continuations: {
        mailbox: channelMailbox(channels, store.keys),
        spent: valkeyStates(link, prefix),
        keys: store.keys,
      },
      replicas: channelReplicas(channels, store.keys),
      feed: channelFeed(channels),
      close,
    };
  } catch (error) {
    await close();
    throw new SharedStateError(address.host, error);
  }
}

/** Counters cannot be shared: a sentence for the operator, without the address's password. */
class SharedStateError extends Error {
  override readonly name = 'SharedStateError';

  constructor(host: string, cause: unknown) {
    super(`TOOLGATE_VALKEY_URL (${host}): ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}

function addressOf(url: string): { readonly host: string; readonly database: string } {
  const parsed = URL.parse(url);
  if (parsed === null || !['redis:', 'rediss:'].includes(parsed.protocol)) {
    throw new SharedStateError('unreadable', new Error('expected redis://host:port/database, or rediss:// for TLS'));
  }
  return { host: parsed.host, database: parsed.pathname.slice(1) || '0' };
}

function tell(log: Logger, event: 'up' | 'down' | 'lost' | 'rebuilt', error: unknown): void {
  const lost =
    'Valkey does not have the counters of this installation: it is new, or has lost them. Windows up to a minute wait that ' +
    'long, longer ones are rebuilt from the record';
  if (event === 'up') log.info('limits are counted in Valkey');
  else if (event === 'down') log.error({ error }, 'limits cannot be counted: calls that have any are refused');
  else if (event === 'lost') log.warn({ error }, lost);
  else log.info('counters are rebuilt from the record');
}
