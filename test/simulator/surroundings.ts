import type { KeyRing } from '../../src/seal/index.ts';
import type { ApprovalBook } from '../contract/approvals/memory-queue.ts';
import type { Bug } from './bugs.ts';
import type { CounterServer } from './counter-server.ts';
import type { History } from './history.ts';
import type { Network, Process } from './network.ts';
import type { Random } from './random.ts';
import type { ChannelServer } from './simulated-channels.ts';
import type { VirtualTime } from './virtual-time.ts';

/** What all gateways of a simulation have around them. */
export interface Surroundings {
  readonly time: VirtualTime;
  readonly random: Random;
  readonly network: Network;
  readonly history: History;
  readonly keys: KeyRing;
  readonly bug: Bug | undefined;
  readonly database: { readonly process: Process; readonly book: ApprovalBook; policy: number };
  readonly counter: { readonly process: Process; readonly server: CounterServer };
  readonly channels: ChannelServer;
}
