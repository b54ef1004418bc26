import type { NoRoom } from '../../limits/index.ts';
import type { Ports } from '../ports.ts';
import { type Ended, ended } from '../refusals/ended.ts';
import { type Judged, observed } from './judge.ts';

/**
 * Step 6: is there room now? Nothing is taken: it is asked so that nobody has to approve a call that cannot run. Where
 * nobody is asked, step 8 gives the same answer and the trip is saved.
 */
export function look(judged: Judged, ports: Ports): Judged | Ended | Promise<Judged | Ended> {
  if (judged.approval === undefined || isEmpty(judged)) return judged;
  const looked = (answer: NoRoom | { readonly ok: true }): Judged | Ended =>
    answer.ok ? judged : refusedBy(answer, judged);
  const answer = ports.limiter.look(judged.demand);
  return answer instanceof Promise ? answer.then(looked) : looked(answer);
}

export function isEmpty(judged: Judged): boolean {
  return judged.demand.budgets.length === 0 && judged.demand.slots.length === 0;
}

/** No room, as the agent and the record are told; under `observe`, as what would have been said. */
export function refusedBy(noRoom: NoRoom, judged: Judged): Judged | Ended {
  const { refusedBy: by, code } = noRoom;
  if (judged.observing) return observed(judged, { outcome: 'would_deny', code, rule: by.rule });
  const isBudget = 'counter' in by;
  const scale = isBudget ? 1_000_000 : 1;
  const reason = isBudget ? by.onDeny : undefined;
  return ended('deny', code, {
    rule: by.rule,
    ...(reason === undefined ? {} : { reason }),
    limit: {
      limit: by.max / scale,
      budget: isBudget ? by : undefined,
      remaining: noRoom.remaining === undefined ? undefined : noRoom.remaining / scale,
      retryAfterMs: noRoom.retryAfterMs,
    },
  });
}
