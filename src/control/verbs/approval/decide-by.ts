import { createHmac } from 'node:crypto';
import { type ApproverDecision, type Decided, decide, type WhyRefused } from '../../../approvals/index.ts';
import { assertNever, Fault } from '../../../kernel/index.ts';
import type { KeyRing } from '../../../seal/index.ts';
import { argumentSeal, decidableApproval, writeDecided } from '../../../store/approvals/index.ts';
import type { VerbContext } from '../../define-verb.ts';
import { approvalById } from './approval-id.ts';
import { deciderOf } from './decider-of.ts';

/**
 * Applies a decision of the actor, with all that follows from it, and puts it on the record.
 *
 * @throws Fault `not_found`; `conflict` when it is settled already; `forbidden` for who may not decide this one
 */
export async function decideBy(id: string, decision: ApproverDecision, context: VerbContext): Promise<Decided> {
  const { tx, actor, now, ids, keys, event } = context;
  const seal = argumentSeal(keys);
  const approval = await decidableApproval(tx, await approvalById(tx, id), seal);
  const by = await deciderOf(tx, actor);
  const deciding = decide(approval, decision, by, ids.id, now);
  if (!deciding.ok) throw refusal(deciding.why);
  const { decided } = deciding;
  await writeDecided(tx, decided, seal);
  const { request, state } = decided.approval;
  const { call } = request;
  event({
    approval: approval.id,
    state: state.kind,
    by: by.name,
    grant: request.grantLabel,
    server: call.server,
    subject: call.subject.name,
    argumentsMac: argumentsMac(keys, approval.id, call.argumentsDigest),
    ...(decided.exception === undefined
      ? {}
      : { exception: decided.exception.id, until: decided.exception.expiresAt, uses: decided.exception.uses ?? null }),
    ...(decided.proposal === undefined ? {} : { proposal: decided.proposal.approval.id }),
  });
  return decided;
}

/**
 * Ties a decision to the arguments that it was about, for whoever holds the secret key and is shown some. Events are read by
 * people who may not see arguments: a digest without a key is found by trying those that there can be, and one that was the same
 * for two requests by asking for them.
 */
export function argumentsMac(keys: KeyRing, approval: string, digest: string): string {
  const mac = createHmac('sha256', keys.subkey('decided-arguments')).update(`${approval} ${digest}`).digest('hex');
  return `${keys.current}.${mac}`;
}

function refusal(why: WhyRefused): Fault {
  switch (why) {
    case 'own_request':
      return new Fault('forbidden', 'the call is your own: somebody else must decide');
    case 'not_in_group':
      return new Fault('forbidden', 'the policy leaves this decision to groups that you are in none of');
    case 'voted':
      return new Fault('conflict', 'you have agreed already: another person must agree as well');
    case 'settled':
    case 'another_call':
    case 'not_consumed':
      return new Fault('conflict', 'this has been decided, used or has expired');
    default:
      return assertNever(why);
  }
}
