import type { Listener, Pending, UpstreamFailure } from './upstream.ts';

/**
 * The ways in which a request ends without an answer. The messages may be read by an agent: they name no address,
 * header or path; what was really seen stands in `cause`.
 */
export function unavailable(message: string, sent: boolean, cause?: unknown): UpstreamFailure {
  return { code: 'upstream_unavailable', message, sent, cause };
}

/** @param what completes "The server …" */
export function invalid(what: string, cause?: unknown): UpstreamFailure {
  return { code: 'upstream_invalid', message: `The server ${what}.`, sent: true, cause };
}

/** A fault of the gateway's own: the request has reached the server, and nobody will ever know what became of it. */
export function lostInHere(cause: unknown): UpstreamFailure {
  const message = 'What the server said could not be taken in.';
  return { code: 'upstream_invalid', message, sent: true, own: true, cause };
}

export function timedOut(message: string, sent: boolean, cause?: unknown): UpstreamFailure {
  return { code: 'upstream_timeout', message, sent, cause };
}

export function unauthorized(): UpstreamFailure {
  const message = 'The server refused the credentials that the gateway has for it.';
  return { code: 'upstream_unauthorized', message, sent: true };
}

/**
 * Ends a request that was never sent, once whoever asked has what stands for it.
 *
 * @param upstreamId the id it would have had
 */
export function unsent(listener: Listener, failure: UpstreamFailure, upstreamId = 0): Pending {
  queueMicrotask(() => {
    listener.failure({ ...failure, sent: false });
    listener.settled?.();
  });
  return { upstreamId, cancel: () => {} };
}
