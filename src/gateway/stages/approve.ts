import type { Brand } from '../../kernel/index.ts';
import { type Ended, ended } from '../ended.ts';
import type { Judged, Would } from './judge.ts';

/** No human needs to agree, or one did. The only door to `take`. */
export type Cleared = Brand<{ readonly judged: Judged; readonly would: Would | undefined }, 'Cleared'>;

/**
 * Step 7. Nothing holds a call yet: whatever needs a human is refused and says so. Under `observe` nobody is asked;
 * the call takes what it would take and is recorded as `would_hold`.
 */
export function approve(judged: Judged): Cleared | Ended {
  const { approval, observing } = judged;
  if (approval === undefined) return { judged, would: judged.would } as Cleared;
  if (observing) {
    const would: Would = { outcome: 'would_hold', code: 'approval_required', rule: approval.rule };
    return { judged, would } as Cleared;
  }
  const reason = approval.reasons.join(' ');
  return ended('hold', 'approval_required', reason === '' ? { rule: approval.rule } : { rule: approval.rule, reason });
}
