import { exchangeRaw } from '../edge/raw-client.ts';
import type { OpenGateway } from './open-gateway.ts';

/** What came back, to the byte. */
export interface RawAnswer {
  readonly status: number;
  /** Status line and headers. */
  readonly head: string;
  readonly body: string;
}

/** An agent that writes its requests by hand: what it sends is on the wire as it stands, whatever it is. */
export interface RawAgent {
  readonly sessionId: string;
  /** POSTs a body in the session, over a connection of its own. */
  post(body: string | Buffer, headers?: readonly string[]): Promise<RawAnswer>;
  /** Calls a tool, the arguments being JSON text. */
  call(name: string, args?: string, id?: string): Promise<RawAnswer>;
}

const json = 'Content-Type: application/json';

/** @param headers whole lines; a content type among them takes the place of the usual one */
export async function exchange(
  port: number,
  method: string,
  target: string,
  headers: readonly string[],
  body: string | Buffer = '',
): Promise<RawAnswer> {
  const bytes = typeof body === 'string' ? Buffer.from(body) : body;
  const length = method === 'POST' || bytes.length > 0 ? [`Content-Length: ${bytes.length}`] : [];
  const lines = [`${method} ${target} HTTP/1.1`, 'Host: localhost', 'Connection: close', ...headers, ...length];
  const head = Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1');
  const answer = Buffer.from(await exchangeRaw(port, Buffer.concat([head, bytes]), false), 'latin1').toString();
  const end = answer.indexOf('\r\n\r\n');
  return {
    status: Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1] ?? 0),
    head: answer.slice(0, end),
    body: answer.slice(end + 4),
  };
}

/** A session of revision 2025-11-25. */
export async function rawAgent(
  gateway: OpenGateway,
  slug: string,
  label?: string,
  capabilities = '{}',
): Promise<RawAgent> {
  const authorization = `Authorization: Bearer ${gateway.token(label)}`;
  const accept = 'Accept: application/json, text/event-stream';
  const target = `/mcp/${slug}`;
  const first = initialize.replace('"capabilities":{}', `"capabilities":${capabilities}`);
  const hello = await exchange(gateway.port, 'POST', target, [authorization, accept, json], first);
  const sessionId = /^mcp-session-id: (.+)$/im.exec(hello.head)?.[1]?.trim();
  if (sessionId === undefined) throw new Error(`no session: ${hello.head} ${hello.body}`);
  const own = [authorization, accept, `Mcp-Session-Id: ${sessionId}`, 'MCP-Protocol-Version: 2025-11-25'];
  const post: RawAgent['post'] = (body, headers = []) => {
    const type = headers.some((line) => /^content-type:/i.test(line)) ? [] : [json];
    const kept = own.filter((line) => !headers.some((other) => nameOf(other) === nameOf(line)));
    return exchange(gateway.port, 'POST', target, [...kept, ...type, ...headers], body);
  };
  await post('{"jsonrpc":"2.0","method":"notifications/initialized"}');
  return {
    sessionId,
    post,
    call: (name, args = '{}', id = '1') =>
      post(
        `{"jsonrpc":"2.0","id":${id},"method":"tools/call","params":{"name":${JSON.stringify(name)},"arguments":${args}}}`,
      ),
  };
}

export const initialize = JSON.stringify({
  jsonrpc: '2.0',
  id: 0,
  method: 'initialize',
  params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'raw', version: '1' } },
});

function nameOf(line: string): string {
  return line.slice(0, line.indexOf(':')).toLowerCase();
}

/** The stable code of an answer, wherever it stands: an error's `data`, or the decision of a result. */
export function codeOf({ body }: RawAnswer): string | undefined {
  return /"(?:data|io\.toolgate\/decision)":\{[^{}]*"code":"([a-z_]+)"/.exec(body)?.[1];
}
