import { Fault } from '../kernel/index.ts';
import { type ErrorMessage, type Params, type ResultMessage, writeRequest } from '../protocol/index.ts';
import type { RequestHeaders, UpstreamSession } from './upstream.ts';

/**
 * A request of the gateway's own (a handshake, a list): the answer, and nothing of what comes before it.
 *
 * @throws Fault with the upstream's failure when there is no answer
 */
export function askUpstream(
  upstream: UpstreamSession,
  method: string,
  params: Params | undefined,
  headers: RequestHeaders,
): Promise<ResultMessage | ErrorMessage> {
  const { promise, resolve, reject } = Promise.withResolvers<ResultMessage | ErrorMessage>();
  upstream.request((id) => writeRequest(id, method, params), headers, {
    notification: () => {},
    request: () => {},
    answer: resolve,
    failure: ({ code, message, cause }) => reject(new Fault(code, message, cause)),
    settled: () => {},
  });
  return promise;
}

/** The same, where only a result will do. */
export async function resultFrom(
  upstream: UpstreamSession,
  method: string,
  params: Params | undefined,
  headers: RequestHeaders,
): Promise<ResultMessage> {
  const answer = await askUpstream(upstream, method, params, headers);
  if (answer.kind === 'result') return answer;
  throw new Fault('upstream_invalid', `The server refused ${method}.`, answer.bytes.toString('utf8', 0, 1024));
}
