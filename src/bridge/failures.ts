import { Fault } from '../kernel/index.ts';
import type { UpstreamFailure } from '../upstream/index.ts';

/** The server broke the rules of its own era. */
export function invalid(message: string): UpstreamFailure {
  return { code: 'upstream_invalid', message, sent: true };
}

/** @param sent whether the server may have read even one byte of the request */
export function unavailable(message: string, sent: boolean): UpstreamFailure {
  return { code: 'upstream_unavailable', message, sent };
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
