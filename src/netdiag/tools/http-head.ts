import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { deadlineOf } from '../deadline.ts';
import { text } from '../parameters.ts';
import { timeoutMs } from '../reach-parameters.ts';
import { type ProbeTarget, resolveTarget } from '../target.ts';
import { defineTool } from '../tool.ts';
import { ToolError } from '../tool-error.ts';

/** `http_head`: the head of one HTTP response. A redirect is reported, not followed: it may lead anywhere. */
export const httpHead = defineTool({
  name: 'http_head',
  title: 'HTTP HEAD',
  description:
    'Send an HTTP HEAD request and report the status and the headers of the response. Redirects are not followed.',
  readOnly: true,
  parameters: {
    url: text({ description: 'An http or https URL, without user name and password.', maxLength: 2_048 }),
    timeout_ms: timeoutMs,
  },
  run: async (args, context) => {
    const url = readUrl(args.url);
    const deadline = deadlineOf(context, args.timeout_ms);
    const target = await resolveTarget(url.hostname, context, deadline);
    const start = context.clock.monotonic();
    const response = await head(url, target, deadline);
    const ms = Math.round((context.clock.monotonic() - start) * 1000) / 1000;
    response.destroy();
    return {
      url: url.href,
      address: target.address,
      status: response.statusCode ?? null,
      reason: response.statusMessage ?? '',
      http_version: response.httpVersion,
      headers: Object.fromEntries(
        Object.entries(response.headers).map(([name, value]) => [
          name,
          Array.isArray(value) ? value.join(', ') : (value ?? ''),
        ]),
      ),
      ms,
    };
  },
});

function readUrl(given: string): URL {
  const url = URL.parse(given);
  if (url === null) throw new ToolError('"url" is not a URL');
  if (url.protocol !== 'http:' && url.protocol !== 'https:') throw new ToolError('"url" must be an http or https URL');
  if (url.username !== '' || url.password !== '') throw new ToolError('"url" must not carry a user name or password');
  return url;
}

/** The connection goes to the checked address; only the Host header and the TLS name are the URL's. */
function head(url: URL, target: ProbeTarget, deadline: AbortSignal): Promise<IncomingMessage> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  const secure = url.protocol === 'https:';
  const request = (secure ? httpsRequest : httpRequest)({
    method: 'HEAD',
    host: target.address,
    port: url.port === '' ? (secure ? 443 : 80) : Number(url.port),
    path: url.pathname + url.search,
    headers: { host: url.host, 'user-agent': 'toolgate-netdiag', connection: 'close' },
    ...(secure ? { servername: target.host } : {}),
    agent: false,
    signal: deadline,
    maxHeaderSize: 16_384,
  });
  request.once('response', resolve);
  request.on('error', (error) => reject(deadline.aborted ? deadline.reason : error));
  request.end();
  return promise;
}
