import { describe, expect, it } from 'vitest';
import { tasksOf } from '../../test/support/gateway/tasks-of.ts';
import { manualClock } from '../kernel/index.ts';
import { readPolicy } from '../policy/index.ts';
import { defaultCaps, type NotificationMessage, negotiate, readUpstreamMessage } from '../protocol/index.ts';
import type { AttachedPolicy } from '../snapshot/index.ts';
import type { Upstream, UpstreamSession } from '../upstream/index.ts';
import { ClientEnd } from './client-end.ts';
import { relayUnasked } from './relay.ts';
import { Connection } from './sessions/connection.ts';
import { Declared } from './sessions/declared.ts';
import type { Session } from './sessions/session.ts';

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

/** A session with a stream, over a server that is never reached. */
function listening(attached: AttachedPolicy | undefined) {
  const heard: string[] = [];
  const changed: string[] = [];
  const nowhere = {} as Upstream;
  const session: Session = {
    id: 'x',
    digest: 'x',
    grantId: 'g',
    slug: 's',
    revision: negotiate('2025-11-25'),
    client: undefined,
    capabilities: {},
    holds: [],
    end: new ClientEnd(false),
    tasks: tasksOf(),
    connection: new Connection(
      nowhere,
      new Declared(),
      () => ({ notification: () => {}, request: () => {} }),
      manualClock(),
    ),
    lastUsed: 0,
  };
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
