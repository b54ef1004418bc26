import type { Clearance } from '../../approvals/index.ts';
import type { Brand } from '../../kernel/index.ts';
import type { NoRoom, Receipt } from '../../limits/index.ts';
import type { Ports } from '../ports.ts';
import { type Ended, isEnded } from '../refusals/ended.ts';
import type { Cleared } from './approve.ts';
import type { Judged, Would } from './judge.ts';
import { isEmpty, refusedBy } from './look.ts';

/** Every limit was taken. Once nobody's agreement is missing and its intent is on the record, it may be forwarded: once. */
export type Permit = Brand<
  {
    readonly judged: Judged;
    readonly would: Would | undefined;
    /** Absent when the call takes nothing. */
    readonly receipt: Receipt | undefined;
    /** What people agreed to; not used up yet. */
    readonly clearance: Clearance | undefined;
  },
  'Permit'
>;

/** Step 8: all limits, all or none. */
export function take(cleared: Cleared, ports: Ports): Permit | Ended | Promise<Permit | Ended> {
  const { judged, would, clearance } = cleared;
  if (isEmpty(judged)) return { judged, would, clearance, receipt: undefined } as Permit;
  const answer = ports.limiter.take(judged.demand);
  return answer instanceof Promise ? answer.then((given) => taken(cleared, given)) : taken(cleared, answer);
}

function taken({ judged, would, clearance }: Cleared, answer: NoRoom | Receipt): Permit | Ended {
  if (answer.ok) return { judged, would, clearance, receipt: answer } as Permit;
  const refused = refusedBy(answer, judged);
  return isEnded(refused)
    ? refused
    : ({ judged: refused, would: refused.would, clearance, receipt: undefined } as Permit);
}
