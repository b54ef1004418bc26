import type { ErrorMessage, ResultMessage } from '../../protocol/index.ts';
import type { UpstreamFailure, UpstreamSession } from '../upstream.ts';
import type { EraProbe } from './own-requests.ts';

/** How the server took a question: it answered, or did not. */
export type ProbeAnswer =
  | { readonly kind: 'answer'; readonly message: ResultMessage | ErrorMessage }
  | { readonly kind: 'failure'; readonly failure: UpstreamFailure };

/** Puts one question to the server. Never rejects. */
export function put(session: UpstreamSession, probe: EraProbe): Promise<ProbeAnswer> {
  return new Promise((resolve) => {
    session.request(probe.render, probe.headers, {
      notification: () => {},
      request: () => {},
      answer: (message) => resolve({ kind: 'answer', message }),
      failure: (failure) => resolve({ kind: 'failure', failure }),
    });
  });
}
