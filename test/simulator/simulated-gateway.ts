import type { Mailbox } from '../../src/bridge/index.ts';
import { confirmWhatIsInForce } from '../../src/composition/confirm-what-is-in-force.ts';
import { Freshness } from '../../src/composition/freshness.ts';
import { StoredConfiguration } from '../../src/composition/stored-configuration.ts';
import { untilInForce } from '../../src/composition/until-in-force.ts';
import { ConfigVersion } from '../../src/control/config-version.ts';
import type { Clock } from '../../src/kernel/index.ts';
import { channelFeed, channelMailbox } from '../../src/store/channels/index.ts';
import { memoryQueue } from '../contract/approvals/memory-queue.ts';
import type { Process } from './network.ts';
import { SimulatedCounting } from './simulated-counting.ts';
import { simulatedSql } from './simulated-sql.ts';
import type { Surroundings } from './surroundings.ts';

const nothing = (): void => undefined;
const silent = { debug: nothing, info: nothing, warn: nothing, error: nothing };

/** A gateway that may serve: its parts are those that are shipped, put together as the composition root does. */
export interface SimulatedGateway {
  readonly name: string;
  readonly process: Process;
  readonly counting: SimulatedCounting;
  readonly approvals: ReturnType<typeof memoryQueue>;
  readonly mailbox: Mailbox;
  /** The policy that a call is judged by now; `undefined`: the gateway cannot know, and refuses. */
  policy(): number | undefined;
  /** Somebody changed the policy here. @returns when that is acknowledged, with its number */
  change(): Promise<number>;
  /** It dies: nothing that it still does reaches anybody. */
  crash(): void;
}

/** @throws when the database cannot be reached */
export async function openGateway(name: string, world: Surroundings): Promise<SimulatedGateway> {
  const { time, network, database, channels, random, keys, bug } = world;
  const process = { name, alive: true };
  const [skew, origin] = [random.whole(-600_000, 600_000), random.whole(0, 1e9)];
  const clock: Clock = { now: () => 1e12 + time.now + skew, monotonic: () => time.now + origin };
  const own = channels.of(process);
  const ask = <T>(run: () => T): Promise<T> => network.ask(process, database.process, run);
  const sql = simulatedSql(() => ask(() => database.policy));
  const version = await ConfigVersion.open({ sql, clock, feed: channelFeed(own), chain: '', onError: nothing });

  let inForce = 0;
  const governed = {
    uses: { take: () => new Map<string, number>(), takeFirst: () => new Map<string, number>() },
    applyStored: async ({ state = 0 }: { readonly state?: number }) => {
      inForce = state;
      return { ok: true };
    },
  };
  const none = { servers: new Map(), policies: new Map(), grants: new Map() };
  const reader = { read: () => ask(() => ({ ...none, state: database.policy })) };
  const { changed } = version;
  const stored = await StoredConfiguration.open(governed, { sql, keys, changed, setBacks: [] }, silent, reader);
  const freshness = new Freshness(clock);
  const looked =
    bug === 'a look confirms when it ends, not when it began'
      ? { subscribe: (told: (at: number) => void) => version.looked.subscribe(() => told(clock.monotonic())) }
      : version.looked;
  confirmWhatIsInForce(freshness, looked, [stored]);
  const mailbox = channelMailbox(own, keys);
  const counting = new SimulatedCounting(process, world);
  await counting.open();

  return {
    name,
    process,
    counting,
    approvals: memoryQueue(clock, database.book),
    mailbox,
    policy: () => {
      const knows = !freshness.stale() || bug === 'a gateway that cannot know serves all the same';
      return process.alive && knows ? inForce : undefined;
    },
    change: async () => {
      const made = await ask(() => {
        database.policy += 1;
        return database.policy;
      });
      // As `Control` does after its commit.
      version.committed(made);
      await untilInForce([stored]);
      return made;
    },
    crash: () => {
      process.alive = false;
      version.close();
      mailbox.close();
      void stored.close();
    },
  };
}
