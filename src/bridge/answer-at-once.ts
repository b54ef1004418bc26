import { assertNever } from '../kernel/index.ts';
import { type Piece, type RpcError, type RpcId, writeError, writeResult } from '../protocol/index.ts';
import type { Listener, Pending, UpstreamFailure } from '../upstream/index.ts';
import { ownAnswer } from './own-message.ts';

/** What a bridge answers by itself, without asking the server. */
export type OwnAnswer =
  | { readonly kind: 'result'; readonly result: Piece }
  | { readonly kind: 'error'; readonly error: RpcError }
  | { readonly kind: 'failure'; readonly failure: UpstreamFailure };

/** Tells a listener the one answer, and that there is nothing more to come. */
export function tell(listener: Listener, id: RpcId, answer: OwnAnswer): void {
  switch (answer.kind) {
    case 'result':
      listener.answer(ownAnswer(writeResult(id, answer.result)));
      break;
    case 'error':
      listener.answer(ownAnswer(writeError(id, answer.error)));
      break;
    case 'failure':
      listener.failure(answer.failure);
      break;
    default:
      assertNever(answer);
  }
}

/**
 * Answers a request when its answer is there. Nothing of it is at the server that could be cancelled: who cancels hears
 * nothing more.
 */
export function answerWhenReady(id: RpcId, upstreamId: number, listener: Listener, ready: Promise<OwnAnswer>): Pending {
  let cancelled = false;
  void ready.then((answer) => {
    if (!cancelled) tell(listener, id, answer);
    listener.settled?.();
  });
  return {
    upstreamId,
    cancel: () => {
      cancelled = true;
    },
  };
}
