import type { ResponseHeaders } from '../../egress/index.ts';
import { invalid, unauthorized, unavailable } from '../failures.ts';
import type { UpstreamFailure } from '../upstream.ts';

/** What the head of a response promises of its body. */
export type PromisedBody =
  /** One JSON-RPC message; with `status` where it is an error status, whose body may still be the answer. */
  | { readonly kind: 'json'; readonly status: number }
  | { readonly kind: 'events' }
  /** Success, and nothing that is read. */
  | { readonly kind: 'accepted' }
  /** The server does not know the session. */
  | { readonly kind: 'gone' }
  | { readonly kind: 'failure'; readonly failure: UpstreamFailure };

/**
 * Judges status, content type and encoding. No body is read whose head does not promise something known: redirects
 * are not followed (threats B75), and no encoding was asked for, so one that comes all the same is refused (B10).
 *
 * @param inSession whether the request bore a session id: only then is a 404 about the session
 */
export function readHead(status: number, headers: ResponseHeaders, inSession: boolean): PromisedBody {
  const failed = (failure: UpstreamFailure): PromisedBody => ({ kind: 'failure', failure: { ...failure, status } });
  if (status === 401 || status === 403) return failed(unauthorized());
  if (status === 404 && inSession) return { kind: 'gone' };
  if (status >= 500 || status === 408 || status === 429) {
    return failed(unavailable('The server has a problem of its own.', true));
  }
  if (status >= 300 && status < 400) return failed(invalid('answered with a redirect'));
  const encoding = headers['content-encoding'];
  if (encoding !== undefined && encoding !== 'identity')
    return failed(invalid('answered in an encoding not asked for'));
  const type = mediaType(headers['content-type']);
  if (type === 'application/json') return { kind: 'json', status };
  if (status >= 400) return failed(invalid('did not accept the request'));
  return type === 'text/event-stream' ? { kind: 'events' } : { kind: 'accepted' };
}

/** A content type that is there twice is none. */
function mediaType(header: string | string[] | undefined): string | undefined {
  return typeof header === 'string' ? header.split(';', 1)[0]?.trim().toLowerCase() : undefined;
}

/** A session id as the specification has it, visible ASCII, and no longer than 1 KiB. */
export function readSessionId(header: string | string[] | undefined): string | undefined {
  if (typeof header !== 'string' || !/^[\x21-\x7e]{1,1024}$/.test(header)) return undefined;
  // A copy: what was cut out of the head would keep all of the head for as long as the session lasts.
  return Buffer.from(header, 'latin1').toString('latin1');
}
