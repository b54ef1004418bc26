import { readEvents } from './read-events.ts';

/** A message on a stream of `subscriptions/listen`. */
export interface Heard {
  readonly method?: string;
  readonly id?: number | string;
  readonly params?: { readonly notifications?: object; readonly uri?: string; readonly _meta?: object };
  readonly result?: object;
  readonly error?: { readonly code: number };
}

export interface OpenStream {
  readonly status: number;
  /** The next message; `undefined` at the end. */
  next(): Promise<Heard | undefined>;
  /** Leaves. */
  leave(): void;
}

const version = '2026-07-28';

/** The `_meta` and headers of a request of revision 2026-07-28 that is written by hand. */
export const modernMeta = {
  'io.modelcontextprotocol/protocolVersion': version,
  'io.modelcontextprotocol/clientCapabilities': {},
};
export const modernHeaders = (method: string, name?: string): Record<string, string> => ({
  'MCP-Protocol-Version': version,
  'Mcp-Method': method,
  ...(name === undefined ? {} : { 'Mcp-Name': name }),
});

/** Opens a stream of what `notifications` asks for. */
export async function listenTo(
  url: string,
  token: string,
  id: number | string,
  notifications: unknown,
): Promise<OpenStream> {
  const left = new AbortController();
  const method = 'subscriptions/listen';
  const answer = await fetch(url, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      Accept: 'application/json, text/event-stream',
      Authorization: `Bearer ${token}`,
      ...modernHeaders(method),
    },
    body: JSON.stringify({ jsonrpc: '2.0', id, method, params: { notifications, _meta: modernMeta } }),
    signal: left.signal,
  });
  return streamOf(answer, left);
}

/** Opens the stream on which a server speaks unasked in a session (2025-11-25 and before). */
export async function openEvents(url: string, token: string, sessionId: string): Promise<OpenStream> {
  const left = new AbortController();
  const answer = await fetch(url, {
    headers: { Accept: 'text/event-stream', Authorization: `Bearer ${token}`, 'Mcp-Session-Id': sessionId },
    signal: left.signal,
  });
  return streamOf(answer, left);
}

function streamOf(answer: Response, left: AbortController): OpenStream {
  const messages = read(answer);
  return {
    status: answer.status,
    next: async () => (await messages.next()).value ?? undefined,
    leave: () => left.abort(),
  };
}

async function* read(answer: Response): AsyncGenerator<Heard, undefined> {
  if (answer.headers.get('content-type')?.startsWith('application/json')) {
    yield (await answer.json()) as Heard;
    return undefined;
  }
  for await (const { data } of readEvents(answer)) {
    if (data !== undefined && data !== '') yield JSON.parse(data) as Heard;
  }
  return undefined;
}
