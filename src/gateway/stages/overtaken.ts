import type { UpstreamFailure } from '../../upstream/index.ts';
import { underNow } from '../approval/under-now.ts';
import type { Ports } from '../ports.ts';
import { isEnded } from '../refusals/ended.ts';
import { stale } from '../refusals/stale.ts';
import type { Resolved } from './resolve.ts';
import type { Permit } from './take.ts';

/** What a call was judged by holds no more; not one byte of it was sent. */
export interface Overtaken extends Omit<UpstreamFailure, 'code'> {
  readonly code: 'snapshot_stale';
}

/**
 * The last look before a call goes out. What it took, what it was approved by, its record and above all its way to the
 * server are waited for, up to half a minute; and a gateway may have stood still on the way, for as long as somebody kept it from
 * running. It is not judged again, for its intent is on the record: who makes it again is told how things stand.
 */
export function overtaken({ judged: { resolved } }: Permit, ports: Ports): Overtaken | undefined {
  try {
    if (stale(ports) !== undefined) return because(unknown);
    if (isAsJudged(resolved, ports)) return undefined;
  } catch (cause) {
    return { ...because(unknown), cause };
  }
  return because('What this call was judged by has changed while it was on its way, so it was not made.');
}

const unknown = 'The gateway does not know any more whether this call may be made, so it was not.';

/** Under the policy that is in force now, and with the definition that may be called now. */
function isAsJudged({ call, tool }: Resolved, ports: Ports): boolean {
  const { slug, pinned } = call.access.server.config;
  if (tool !== undefined && pinned && !ports.definitions.admits(slug, tool)) return false;
  if (ports.snapshot() === call.snapshot) return true;
  const now = underNow(call, ports);
  return !isEnded(now) && now.access.policy === call.access.policy;
}

function because(message: string): Overtaken {
  return { code: 'snapshot_stale', message, sent: false };
}
