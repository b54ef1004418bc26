import type { Brand } from '../../kernel/index.ts';
import { boundCall } from '../approval/asking-of.ts';
import type { Ports } from '../ports.ts';
import type { Permit } from './take.ts';

/** A permit for which nobody's agreement is missing: what people agreed to is used up. `record` accepts nothing else. */
export type Spent = Brand<{ readonly permit: Permit }, 'Spent'>;

/**
 * The last thing before the call goes on the record: its approval is used, in one atomic statement and under everything
 * that the call was last judged by. No decision is burnt on a limit, since limits were taken before.
 *
 * @returns `undefined` when the approval is of no use any more: another call was quicker, or it was taken back. What was
 *   taken is given back, and the call is to be judged again
 * @throws Fault `approvals_unavailable`; what was taken is given back
 */
export function spend(permit: Permit, ports: Ports): Spent | Promise<Spent | undefined> {
  return permit.clearance === undefined ? ({ permit } as Spent) : consume(permit, ports);
}

async function consume(permit: Permit, ports: Ports): Promise<Spent | undefined> {
  const { judged, clearance, receipt } = permit;
  const { queue, scope } = ports.approvals;
  const entries = judged.approval?.entries ?? [];
  let used = false;
  try {
    used =
      clearance !== undefined &&
      (await queue.consume(clearance, boundCall(judged, scope), entries, judged.resolved.call.requestId));
  } finally {
    if (!used && receipt !== undefined) await ports.limiter.giveBack(receipt);
  }
  return used ? ({ permit } as Spent) : undefined;
}

/**
 * Not one byte was sent: what the call took and what people agreed to is as it was. Where it cannot be, the call has
 * taken what it did not need, and the operator is told; it has come to nothing either way.
 *
 * @returns whether all that was taken went back
 */
export async function unspend({ judged, clearance, receipt }: Permit, ports: Ports): Promise<boolean> {
  const { requestId } = judged.resolved.call;
  let whole = true;
  try {
    if (receipt !== undefined) await ports.limiter.giveBack(receipt);
  } catch (error) {
    whole = false;
    ports.telemetry.warn('what a call took that was not made could not be given back', { requestId, error });
  }
  try {
    if (clearance !== undefined) await ports.approvals.queue.restore(clearance, requestId);
  } catch (error) {
    ports.telemetry.warn('an approval that was not used could not be given back', { requestId, error });
  }
  return whole;
}
