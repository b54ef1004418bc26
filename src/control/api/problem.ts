import { codeFacts, Fault } from '../../kernel/index.ts';
import { InputFault } from '../input-fault.ts';

/** How long to wait, for who tried too often. */
export interface RetryAfter {
  readonly retryAfterMs: number;
}

/**
 * A fault as a problem document (RFC 9457), with the product's stable code in `code`. What nobody foresaw is told to the
 * log and not to the client.
 */
export function problemOf(error: unknown, onError: (error: unknown) => void): Response {
  if (!(error instanceof Fault)) {
    onError(error);
    return problem(500, { code: 'internal', title: 'internal error' });
  }
  if (error.cause !== undefined) onError(error);
  const { status } = codeFacts(error.code);
  const headers = new Headers();
  if (status === 401) headers.set('WWW-Authenticate', 'Bearer realm="toolgate"');
  const wait = retryAfter(error);
  if (wait !== undefined) headers.set('Retry-After', String(Math.max(1, Math.ceil(wait / 1000))));
  const more = error instanceof InputFault ? { errors: error.problems } : {};
  return problem(status, { code: error.code, title: error.message, ...more }, headers);
}

function problem(status: number, { code, ...body }: { code: string; title: string }, headers?: Headers): Response {
  const document = { type: `urn:toolgate:problem:${code}`, status, code, ...body };
  const response = Response.json(document, { status, ...(headers === undefined ? {} : { headers }) });
  response.headers.set('Content-Type', 'application/problem+json');
  return response;
}

function retryAfter(error: Fault): number | undefined {
  return 'retryAfterMs' in error && typeof error.retryAfterMs === 'number' ? error.retryAfterMs : undefined;
}
