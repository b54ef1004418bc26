import { mayAskBack } from '../../bridge/index.ts';
import { isJsonObject, stringAt, valueAt } from '../../protocol/index.ts';
import { waitingKey } from '../approval/told-to-wait.ts';
import { callIdentity } from '../continuation/call-identity.ts';
import type { GovernedCall } from '../governed-call.ts';
import type { Ports } from '../ports.ts';
import { type Ended, ended } from '../refusals/ended.ts';
import type { Resolved } from './resolve.ts';

/** Whether a call says that it continues one: nearly none does. */
export function saysItContinues({ message, session }: GovernedCall): boolean {
  return session.revision.stateless && message.params.has('requestState');
}

/**
 * A call that brings a state continues the one that asked for input, if the state is of that very call and was not used
 * before. What it took then it does not take again; everything else is asked of it anew. Any other state refuses the
 * call: it is never treated as a fresh one that happens not to be counted (threats B47).
 *
 * A state that says what the call waits for is no such thing: the call is a fresh one in every respect, and comes back to
 * hear of a person's decision.
 */
export async function resume(resolved: Resolved, ports: Ports): Promise<Resolved | Ended> {
  const { call } = resolved;
  const { bytes, params, method } = call.message;
  const state = mayAskBack.has(method) ? stringAt(bytes, params.get('requestState')) : undefined;
  const waiting = state === undefined ? undefined : ports.approvals.states.open(call, state);
  if (waiting !== undefined) return { ...resolved, waiting: { ...waiting, enough: wantsNoMore(call) } };
  const continuation = state === undefined ? undefined : await ports.stateless.states.open(callIdentity(call), state);
  if (continuation === undefined) {
    const message = 'This request state is none of this call, was used before, or has expired. Make the call again.';
    return ended('refused', 'bad_request', { message, rpc: -32602 });
  }
  return { ...resolved, continuation };
}

/** Whether whoever sits at the client was asked to go on waiting, and said no. Whatever else was said means nothing. */
function wantsNoMore({ message }: GovernedCall): boolean {
  const span = message.params.get('inputResponses');
  const responses = span === undefined ? undefined : valueAt(message.bytes, span);
  const said = isJsonObject(responses) ? new Map(Object.entries(responses)).get(waitingKey) : undefined;
  return isJsonObject(said) && (said.action === 'decline' || said.action === 'cancel');
}
