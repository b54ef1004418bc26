import type { ApprovalQueue } from '../../approvals/index.ts';
import type { Turns } from './turns.ts';
import type { WaitingStates } from './waiting-states.ts';

/** What holding a call for a person needs of the world. */
export interface Approvals {
  /** Names all gateways that serve the same servers under the same configuration: approvals are of use among them. */
  readonly scope: string;
  readonly queue: ApprovalQueue;
  readonly turns: Turns;
  readonly states: WaitingStates;
}
