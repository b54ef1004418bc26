import { openSession, post, type RawSession } from '../support/gateway/raw-session.ts';

/** Where a client goes. */
export interface Place {
  readonly url: string;
  readonly token: string;
  /** What stands before a tool's name there. */
  readonly prefix?: string;
  /** Told when a client has ended its session there. */
  readonly ended?: () => void;
}

/** Opens a session and calls a tool. */
async function begin({ url, token, prefix = '' }: Place): Promise<RawSession> {
  const session = await openSession(url, token);
  await answered(session, `${prefix}echo`);
  return session;
}

async function answered(session: RawSession, tool: string): Promise<void> {
  const { status, text } = await session.call(crypto.randomUUID(), tool, { value: 1 });
  if (status !== 200 || !text.includes('"content"')) throw new Error(`${tool} was answered with ${status} ${text}`);
}

async function leave({ ended }: Place, session: RawSession): Promise<void> {
  const status = await session.end();
  if (status !== 204) throw new Error(`a session's end was answered with ${status}`);
  ended?.();
}

/** A call that the server does not answer as it should. What the client is told is the test of others. */
async function disturbed(session: RawSession, tool: string): Promise<void> {
  const { text } = await session.call(crypto.randomUUID(), tool);
  if (!text.includes('"error"')) throw new Error(`${tool} was answered with ${text}`);
}

/** Ways in which clients come and go. Each begins a session of its own. */
export const visits = {
  /** Ends its session. */
  polite: async (place: Place) => leave(place, await begin(place)),
  /** Never comes back, and says nothing. */
  abandons: async (place: Place) => void (await begin(place)),
  /** Listens, then breaks its stream off. */
  listens: async (place: Place) => {
    const session = await begin(place);
    const left = new AbortController();
    const headers = {
      Authorization: `Bearer ${place.token}`,
      'Mcp-Session-Id': session.id,
      Accept: 'text/event-stream',
    };
    const stream = await fetch(place.url, { headers, signal: left.signal });
    if (stream.status !== 200) throw new Error(`a stream was answered with ${stream.status}`);
    left.abort();
    await leave(place, session);
  },
  /** Breaks off in the middle of a call, then ends its session: its call must not go on. */
  breaksOff: async (place: Place) => {
    const session = await begin(place);
    const left = new AbortController();
    const call = { jsonrpc: '2.0', id: 'w', method: 'tools/call', params: { name: `${place.prefix ?? ''}wait` } };
    const headers = {
      Authorization: `Bearer ${place.token}`,
      'Content-Type': 'application/json',
      'Mcp-Session-Id': session.id,
    };
    const waiting = fetch(place.url, { method: 'POST', headers, body: JSON.stringify(call), signal: left.signal });
    waiting.catch(() => {});
    await answered(session, `${place.prefix ?? ''}echo`);
    left.abort();
    await leave(place, session);
  },
  /** Its server ends in the middle of a call, and is there again for the next one. */
  crashes: async (place: Place, how: 'die' | 'break') => {
    const session = await begin(place);
    await disturbed(session, `${place.prefix ?? ''}${how}`);
    await answered(session, `${place.prefix ?? ''}echo`);
    await leave(place, session);
  },
  /** Its server forgets the session. */
  forgotten: async (place: Place) => {
    const session = await begin(place);
    await session.call('f', `${place.prefix ?? ''}forget`);
    await session.call('g', `${place.prefix ?? ''}echo`);
    await answered(session, `${place.prefix ?? ''}echo`);
    await leave(place, session);
  },
  /** Is refused at the door. */
  stranger: async ({ url }: Place) => {
    const { status } = await post(url, 'tg_nobody', '{"jsonrpc":"2.0","id":1,"method":"ping"}');
    if (status !== 401) throw new Error(`a stranger was answered with ${status}`);
  },
};
