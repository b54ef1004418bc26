import { Fault } from '../kernel/index.ts';
import { type UpstreamFailure, unavailable } from '../upstream/index.ts';

/** The conversation ends while somebody waits: what was asked may have been done. */
export function conversationClosed(): UpstreamFailure {
  return unavailable('The conversation with the server was closed.', true);
}

/** What kept a conversation from being opened, as the failure of a request that was never sent. */
export function failureOf(error: unknown): UpstreamFailure {
  if (!(error instanceof Fault)) {
    return { code: 'upstream_invalid', message: 'The conversation with the server failed.', cause: error, sent: false };
  }
  const { code, message, cause } = error;
  switch (code) {
    case 'upstream_unavailable':
    case 'upstream_timeout':
    case 'upstream_unauthorized':
    case 'upstream_invalid':
      return { code, message, cause, sent: false };
    default:
      return { code: 'upstream_unavailable', message, cause, sent: false };
  }
}
