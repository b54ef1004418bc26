import { beforeEach, describe, expect, it } from 'vitest';
import { tasksOf } from '../../test/support/gateway/tasks-of.ts';
import { manualClock } from '../kernel/index.ts';
import { readPolicy } from '../policy/index.ts';
import {
  defaultCaps,
  type NotificationMessage,
  negotiate,
  type RequestMessage,
  readMessage,
  readUpstreamMessage,
} from '../protocol/index.ts';
import type { AttachedPolicy } from '../snapshot/index.ts';
import type { Upstream, UpstreamSession } from '../upstream/index.ts';
import { ClientEnd } from './client-end.ts';
import { clientNotifies, clientProgresses, relayUnasked } from './relay.ts';
import { DeclaredClient } from './sessions/declared-client.ts';
import type { Session } from './sessions/session.ts';
import { UpstreamConnection } from './sessions/upstream-connection.ts';

function policy(document: object): AttachedPolicy {
  const read = readPolicy(JSON.stringify(document), 'json', { name: 'p' });
  if (!read.ok) throw new Error(JSON.stringify(read.errors));
  return { name: 'p', version: 1, policy: read.policy };
}

function notification(method: string, params: object): NotificationMessage {
  const message = readUpstreamMessage(Buffer.from(JSON.stringify({ jsonrpc: '2.0', method, params })), defaultCaps);
  if (message.kind !== 'notification') throw new Error('no notification');
  return message;
}

function sessionOver(upstream: Upstream, capabilities: object = {}): Session {
  return {
    id: 'x',
    digest: 'x',
    grantId: 'g',
    slug: 's',
    revision: negotiate('2025-11-25'),
    client: undefined,
    capabilities: { ...capabilities },
    holds: [],
    end: new ClientEnd(false),
    tasks: tasksOf(),
    connection: new UpstreamConnection(
      upstream,
      new DeclaredClient(),
      () => ({ notification: () => {}, request: () => {} }),
      manualClock(),
    ),
    lastUsed: 0,
  };
}

/** A session with a stream, over a server that is never reached. */
function listening(attached: AttachedPolicy | undefined) {
  const heard: string[] = [];
  const changed: string[] = [];
  const session = sessionOver({} as Upstream);
  session.end.stream = {
    send: (bytes) => heard.push(JSON.parse(bytes.toString()).params.uri ?? 'other') > 0,
    close: () => {},
  };
  const ear = relayUnasked(
    { session: () => session, policy: () => attached, listChanged: (method) => changed.push(method) },
    {} as UpstreamSession,
  );
  return { heard, changed, ear };
}

const updated = (uri: string): NotificationMessage => notification('notifications/resources/updated', { uri });

describe('relayUnasked', () => {
  it('says nothing of a resource that the policy hides or refuses by default', () => {
    const { heard, ear } = listening(
      policy({
        version: '1',
        default: 'deny',
        resources: { 'file:///open/*': {}, 'file:///open/secret': { action: 'hide' } },
      }),
    );
    for (const uri of ['file:///open/a', 'file:///open/secret', 'file:///other', 'file:///open/../other']) {
      ear.notification(updated(uri));
    }
    expect(heard).toEqual(['file:///open/a']);
  });

  it('says nothing at all of resources where there is no policy', () => {
    const { heard, ear } = listening(undefined);
    ear.notification(updated('file:///open/a'));
    expect(heard).toEqual([]);
  });

  it('passes on the rest, notes what lists have changed, and keeps progress that is nobody’s', () => {
    const { heard, changed, ear } = listening(policy({ version: '1', default: 'allow' }));
    ear.notification(notification('notifications/tools/list_changed', {}));
    ear.notification(notification('notifications/message', { level: 'info', data: 'x' }));
    ear.notification(notification('notifications/progress', { progressToken: 1, progress: 1 }));
    expect(heard).toEqual(['other', 'other']);
    expect(changed).toEqual(['notifications/tools/list_changed']);
  });
});

describe('what a client says of its progress', () => {
  const attached = policy({ version: '1', default: 'allow', server_requests: { elicitation: 'form' } });
  /** What the server was told. */
  let told: string[];
  const server = { send: async (bytes: Buffer) => void told.push(bytes.toString()) } as unknown as UpstreamSession;
  beforeEach(() => {
    told = [];
  });

  /** A client with a stream that may be asked for input. */
  function client() {
    const session = sessionOver({} as Upstream, { elicitation: {} });
    const asked: number[] = [];
    session.end.stream = { send: (bytes) => asked.push(JSON.parse(bytes.toString()).id) > 0, close: () => {} };
    const unasked = { session: () => session, policy: () => attached, listChanged: () => {} };
    /** The server asks it something on a conversation. */
    const ask = (id: number, progressToken?: string | number, on = server): void => {
      const _meta = progressToken === undefined ? {} : { _meta: { progressToken } };
      const params = { message: 'who?', requestedSchema: { type: 'object', properties: {} }, ..._meta };
      const text = JSON.stringify({ jsonrpc: '2.0', id, method: 'elicitation/create', params });
      relayUnasked(unasked, on).request(readUpstreamMessage(Buffer.from(text), defaultCaps) as RequestMessage);
    };
    return { session, asked, ask };
  }
  const progress = (token: string): NotificationMessage => {
    const text = `{"method":"notifications\\/progress" ,"params":{"progressToken": ${token},\n"progress":1.0},\n"jsonrpc":"2.0"}`;
    return readMessage(Buffer.from(text), defaultCaps) as NotificationMessage;
  };

  it('reaches whoever asked, under the token that came with the question, in an envelope of the gateway', async () => {
    const one = client();
    one.ask(7, 'a');
    await clientNotifies(progress('"a"'), one.session);
    expect(told).toEqual([
      '{"jsonrpc":"2.0","method":"notifications/progress","params":{"progressToken":"a","progress":1.0}}',
    ]);
  });

  it('goes nowhere with a token of nobody’s, of another session on the same pipe, or of another type', async () => {
    const [one, other] = [client(), client()];
    one.ask(7, 'a');
    one.ask(8, 1);
    one.ask(9);
    for (const token of ['"b"', '"1"', '7', '9', 'null', '1.5']) await clientNotifies(progress(token), one.session);
    for (const token of ['"a"', '1']) await clientNotifies(progress(token), other.session);
    expect(told).toEqual([]);
    await clientNotifies(progress('1'), one.session);
    expect(told).toHaveLength(1);
  });

  it('goes nowhere once the question was answered, nor where two servers use one token', async () => {
    const one = client();
    one.ask(7, 'a');
    one.session.end.answered(`n:${one.asked[0]}`);
    await clientNotifies(progress('"a"'), one.session);
    one.ask(8, 'b');
    one.ask(8, 'b', { ...server });
    await clientNotifies(progress('"b"'), one.session);
    expect(told).toEqual([]);
  });

  it('finds a question that was asked at another gateway, and goes round no more than once', async () => {
    const [here, there] = [client(), client()];
    there.ask(7, 'a');
    const passed: Buffer[] = [];
    for (const { session } of [here, there]) session.end.shares((bytes) => passed.push(bytes));
    await clientNotifies(progress('"a"'), here.session);
    expect(passed).toHaveLength(1);
    await clientProgresses(progress('"a"'), there.session.end, false);
    await clientProgresses(progress('"b"'), there.session.end, false);
    expect([told.length, passed.length]).toEqual([1, 1]);
  });
});
