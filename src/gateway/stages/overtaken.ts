import type { UpstreamFailure } from '../../upstream/index.ts';
import { underNow } from '../approval/under-now.ts';
import type { Ports } from '../ports.ts';
import { isEnded } from '../refusals/ended.ts';
import { stale } from '../refusals/stale.ts';
import { approveAtOnce } from './approve.ts';
import { judge } from './judge.ts';
import type { Permit } from './take.ts';

/** What a call was judged by holds no more; not one byte of it was sent. */
export interface Overtaken extends Omit<UpstreamFailure, 'code'> {
  readonly code: 'snapshot_stale';
}

/**
 * The last look before a call goes out. What it took, what it was approved by, its record and above all its way to the
 * server are waited for, up to half a minute; and a gateway may have stood still on the way, for as long as somebody kept it from
 * running.
 *
 * Its intent is on the record by then, with the policy that it was judged by, and a call has one record: where another policy
 * would not let it pass, it is not made, and who makes it again is told why. Where that one would, it goes out under the one
 * on its record, and keeps what it took by that.
 */
export function overtaken(permit: Permit, ports: Ports): Overtaken | undefined {
  try {
    if (stale(ports) !== undefined) return because(unknown);
    if (mayStillGo(permit, ports)) return undefined;
  } catch (cause) {
    return { ...because(unknown), cause };
  }
  return because('What this call was judged by has changed while it was on its way, so it was not made.');
}

const unknown = 'The gateway does not know any more whether this call may be made, so it was not.';

/** Under the policy that is in force now, and with the definition that may be called now. */
function mayStillGo({ judged, clearance }: Permit, ports: Ports): boolean {
  const { call, tool } = judged.resolved;
  const { slug, pinned } = call.access.server.config;
  if (tool !== undefined && pinned && !ports.definitions.admits(slug, tool)) return false;
  if (ports.snapshot() === call.snapshot) return true;
  const now = underNow(call, ports);
  if (isEnded(now)) return false;
  if (now.access.policy === call.access.policy) return true;
  const again = judge({ ...judged.resolved, call: now });
  if (isEnded(again)) return false;
  if (approveAtOnce(again) !== undefined) return true;
  const agreed = clearance === undefined ? [] : (judged.approval?.entries ?? []);
  return again.approval?.entries.every((entry) => agreed.includes(entry)) === true;
}

function because(message: string): Overtaken {
  return { code: 'snapshot_stale', message, sent: false };
}
