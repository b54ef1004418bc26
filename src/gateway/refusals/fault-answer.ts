import { codeFacts, type Fault } from '../../kernel/index.ts';
import { type RpcId, writeError } from '../../protocol/index.ts';

/** A fault as JSON-RPC tells it: the stable code in `data.code`, and whether the same may succeed later. */
export function faultAnswer(
  id: RpcId | undefined,
  fault: Pick<Fault, 'code' | 'message'> & Partial<Pick<Fault, 'rpc'>>,
  requestId: string,
  stateless: boolean,
): { readonly bytes: Buffer; readonly status: number } {
  const { rpc, retryable, status } = codeFacts(fault.code);
  const data = JSON.stringify({ code: fault.code, retryable, requestId });
  // Towards the legacy era what is about an answerable request is HTTP 200: its clients read no other body.
  return {
    bytes: writeError(id, { code: fault.rpc ?? rpc, message: fault.message, data }),
    status: stateless ? status : 200,
  };
}
