import { mayAskBack } from '../../bridge/index.ts';
import { stringAt } from '../../protocol/index.ts';
import type { Call } from '../call.ts';
import { callIdentity } from '../continuation/call-identity.ts';
import { type Ended, ended } from '../ended.ts';
import type { Ports } from '../ports.ts';
import type { Resolved } from './resolve.ts';

/** Whether a call says that it continues one: nearly none does. */
export function saysItContinues({ message, session }: Call): boolean {
  return session.revision.stateless && message.params.has('requestState');
}

/**
 * A call that brings a state continues the one that asked for input, if the state is of that very call and was not used
 * before. What it took then it does not take again; everything else is asked of it anew. Any other state refuses the
 * call: it is never treated as a fresh one that happens not to be counted (threats B47).
 */
export async function resume(resolved: Resolved, ports: Ports): Promise<Resolved | Ended> {
  const { call } = resolved;
  const state = stringAt(call.message.bytes, call.message.params.get('requestState'));
  const continuation =
    state === undefined || !mayAskBack.has(call.message.method)
      ? undefined
      : await ports.stateless.states.open(callIdentity(call), state);
  if (continuation === undefined) {
    const message = 'This request state is none of this call, was used before, or has expired. Make the call again.';
    return ended('refused', 'bad_request', { message, rpc: -32602 });
  }
  return { ...resolved, continuation };
}
