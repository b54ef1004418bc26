import type { ApprovalAnswer, Clearance } from '../../approvals/index.ts';
import { assertNever, type Brand } from '../../kernel/index.ts';
import type { ApprovalDemand } from '../../policy/index.ts';
import { askingOf } from '../approval/asking-of.ts';
import { HeldCall } from '../approval/held-call.ts';
import { toldOf } from '../approval/told-of.ts';
import { toldToWait } from '../approval/told-to-wait.ts';
import type { Ports } from '../ports.ts';
import { type Ended, ended } from '../refusals/ended.ts';
import type { UnderWay } from '../under-way.ts';
import type { Judged, Would } from './judge.ts';

/**
 * No human needs to agree, or one did. The only door to `take`. What a human agreed to is not used up yet: `spend` does
 * that, when the call is about to run.
 */
export type Cleared = Brand<
  {
    readonly judged: Judged;
    readonly would: Would | undefined;
    readonly clearance: Clearance | undefined;
  },
  'Cleared'
>;

/** A decision has come: the call is to be judged again, whole, as things stand now. */
export interface Again {
  readonly again: HeldCall;
}

export function isAgain(value: object): value is Again {
  return 'again' in value;
}

/**
 * Step 7. Under `observe` nobody is asked; the call takes what it would take and is recorded as `would_hold`.
 *
 * @returns what is known at once; `undefined` where a human must be asked
 */
export function approveAtOnce(judged: Judged): Cleared | undefined {
  const { approval, observing } = judged;
  if (approval === undefined) return { judged, would: judged.would, clearance: undefined } as Cleared;
  if (observing) {
    const would: Would = { outcome: 'would_hold', code: 'approval_required', rule: approval.rule };
    return { judged, would, clearance: undefined } as Cleared;
  }
  const clearance = continuedClearance(judged, approval);
  return clearance === undefined ? undefined : ({ judged, would: judged.would, clearance } as Cleared);
}

/**
 * Step 7, for a call that can wait: asks, and holds the call until there is a decision or its client has waited long
 * enough. Time alone never lets it through.
 *
 * @param held set when the call has waited before
 */
export function approve(
  judged: Judged,
  held: HeldCall | undefined,
  underWay: UnderWay,
  ports: Ports,
): Cleared | Ended | Promise<Cleared | Ended | Again> {
  const { approval } = judged;
  const cleared = approveAtOnce(judged);
  if (cleared !== undefined) return cleared;
  // Nothing but an approval that is asked for is left.
  if (approval === undefined) return ended('deny', 'policy_error');
  const { call, waiting } = judged.resolved;
  const holdMs = waiting?.enough === true ? 0 : approval.holdMs;
  return ask(judged, approval, held ?? new HeldCall(call, waiting?.approval, holdMs, underWay, ports), ports);
}

async function ask(
  judged: Judged,
  approval: ApprovalDemand,
  held: HeldCall,
  ports: Ports,
): Promise<Cleared | Ended | Again> {
  const { queue, scope, turns } = ports.approvals;
  const asking = askingOf(judged, approval, scope, held.waitedFor);
  const answer = await queue.ask(asking);
  switch (answer.kind) {
    case 'cleared': {
      const { clearance } = answer;
      // The decision is for a call whose client is there to hear of it.
      if (held.left) return nobodyThere(approval, clearance.approval);
      // Whoever has waited for this decision goes before one that comes when it is there.
      if (clearance.kind === 'exception' || held.hasTurn(clearance.approval) || !turns.awaited(clearance.approval)) {
        return { judged, would: judged.would, clearance } as Cleared;
      }
      return await wait(judged, approval, { id: clearance.approval, expiresAt: undefined }, held, ports);
    }
    case 'pending': {
      if (answer.fresh) announce(judged, approval, answer, ports);
      return await wait(judged, approval, answer, held, ports);
    }
    case 'denied':
    case 'expired':
    case 'cooling':
    case 'full':
    case 'large':
      return toldOf(answer, approval);
    default:
      return assertNever(answer);
  }
}

async function wait(
  judged: Judged,
  approval: ApprovalDemand,
  on: { readonly id: string; readonly expiresAt: number | undefined },
  held: HeldCall,
  ports: Ports,
): Promise<Ended | Again> {
  const woken = await held.wait(on.id);
  switch (woken) {
    case 'turn':
      return { again: held };
    case 'elapsed':
      return toldToWait(judged, approval, on, ports);
    case 'killed':
      return ended('deny', 'killed', { approval: { id: on.id } });
    case 'gone':
    case 'cancelled':
      return nobodyThere(approval, on.id);
    default:
      return assertNever(woken);
  }
}

/** Nobody is there to be told. The request stands until it expires. */
function nobodyThere({ rule }: ApprovalDemand, id: string): Ended {
  return ended('hold', 'approval_required', { rule, approval: { id }, unanswered: true });
}

/**
 * A call that is continued was approved when it began, and is not asked for twice: as long as the same tool is called
 * under the same entries of the policy. What asks since then asks anew.
 */
function continuedClearance(
  { resolved: { continuation, tool } }: Judged,
  approval: ApprovalDemand,
): Clearance | undefined {
  const approved = continuation?.approved;
  if (approved === undefined || approved.definitionHash !== tool?.hash) return undefined;
  if (!approval.entries.every((entry) => approved.entries.includes(entry))) return undefined;
  return { kind: 'continued', approval: approved.id, by: approved.by, entries: approved.entries };
}

/** Tells the operators' record that somebody is asked. */
function announce(
  { resolved: { call } }: Judged,
  { rule }: ApprovalDemand,
  { id }: Extract<ApprovalAnswer, { readonly kind: 'pending' }>,
  ports: Ports,
): void {
  const { grant } = call.grant.principal;
  const detail = { approval: id, grant: grant.label, server: call.session.slug, requestId: call.requestId, rule };
  ports.journal
    .record({ kind: 'event', time: ports.clock.now(), event: 'approval_requested', detail })
    .catch((error: unknown) => ports.telemetry.warn('an approval request could not be recorded', { id, error }));
}
