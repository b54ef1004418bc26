/** An answer as it came over the wire. */
export interface RawAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** POSTs a body as it is. No token sends no `Authorization`. */
export async function post(
  url: string,
  token: string | undefined,
  body: string | Uint8Array<ArrayBuffer>,
  headers: Readonly<Record<string, string>> = {},
): Promise<RawAnswer> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      Accept: 'application/json, text/event-stream',
      ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
      ...headers,
    },
    body,
  });
  return { status: answer.status, headers: answer.headers, text: await answer.text() };
}

/** A legacy session without an SDK, where bytes matter. */
export interface RawSession {
  readonly id: string;
  /** POSTs a message in the session. @returns the body as it came */
  send(message: object | string): Promise<RawAnswer>;
  /** Calls a tool. */
  call(id: number | string, name: string, args?: object): Promise<RawAnswer>;
  /** DELETE. */
  end(): Promise<number>;
}

/** Opens a session by the handshake of revision 2025-11-25. */
export async function openSession(url: string, token: string, capabilities: object = {}): Promise<RawSession> {
  const welcome = await post(url, token, initialize(capabilities));
  const id = welcome.headers.get('mcp-session-id');
  if (id === null) throw new Error(`no session: ${welcome.status} ${welcome.text}`);
  const headers = { 'Mcp-Session-Id': id, 'MCP-Protocol-Version': '2025-11-25' };
  const send = (message: object | string): Promise<RawAnswer> =>
    post(url, token, typeof message === 'string' ? message : JSON.stringify({ jsonrpc: '2.0', ...message }), headers);
  await send({ method: 'notifications/initialized' });
  return {
    id,
    send,
    call: (id, name, args = {}) => send({ id, method: 'tools/call', params: { name, arguments: args } }),
    end: async () => {
      const answer = await fetch(url, { method: 'DELETE', headers: { ...headers, Authorization: `Bearer ${token}` } });
      await answer.arrayBuffer();
      return answer.status;
    },
  };
}

export function initialize(capabilities: object = {}): string {
  const clientInfo = { name: 'raw', version: '1' };
  const params = { protocolVersion: '2025-11-25', capabilities, clientInfo };
  return JSON.stringify({ jsonrpc: '2.0', id: 0, method: 'initialize', params });
}
