import { describe, expect, it } from 'vitest';
import { tasksOf } from '../../test/support/gateway/tasks-of.ts';
import { readPolicy } from '../policy/index.ts';
import {
  defaultCaps,
  type NotificationMessage,
  negotiate,
  type RequestMessage,
  type Revision,
  readId,
  readMessage,
  readUpstreamMessage,
  revisionNamed,
} from '../protocol/index.ts';
import type { AttachedPolicy } from '../snapshot/index.ts';
import type { UpstreamSession } from '../upstream/index.ts';
import { ClientEnd } from './client-end.ts';
import { forClient } from './for-client.ts';

const legacy = negotiate('2025-11-25');
const modern = revisionNamed('2026-07-28') ?? legacy;
const read = readPolicy('{"version":"1","default":"deny","resources":{"test://seen":{}}}', 'json', { name: 'p' });
if (!read.ok) throw new Error(JSON.stringify(read.errors));
const policy: AttachedPolicy = { name: 'p', version: 1, policy: read.policy };

function notification(method: string, params: object): NotificationMessage {
  const message = readUpstreamMessage(Buffer.from(JSON.stringify({ jsonrpc: '2.0', method, params })), defaultCaps);
  if (message.kind !== 'notification') throw new Error('no notification');
  return message;
}

function request(meta: object): RequestMessage {
  const body = { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'x', _meta: meta } };
  const message = readMessage(Buffer.from(JSON.stringify(body)), defaultCaps);
  if (message.kind !== 'request') throw new Error('no request');
  return message;
}

const upstream = {} as UpstreamSession;

function heard(message: NotificationMessage, revision: Revision, asked?: RequestMessage, end = new ClientEnd(false)) {
  const bytes = forClient(message, { session: { revision, end, tasks: tasksOf() }, policy, upstream, request: asked });
  return bytes === undefined ? undefined : (JSON.parse(bytes.toString()) as { method: string; params: object }).params;
}

describe('what a client hears of a notification', () => {
  const progress = notification('notifications/progress', { progressToken: 9, progress: 1 });
  const log = notification('notifications/message', { level: 'info', data: 'x' });
  const logLevel = { 'io.modelcontextprotocol/logLevel': 'info' };

  it.each([
    ['progress under its own token', progress, legacy, request({ progressToken: 'mine' }), { progressToken: 'mine' }],
    ['no progress without a token', progress, legacy, request({}), undefined],
    ['no progress of no request', progress, legacy, undefined, undefined],
    ['log lines of a session', log, legacy, undefined, { data: 'x' }],
    ['log lines that a request asked for', log, modern, request(logLevel), { data: 'x' }],
    ['no log lines that it did not ask for', log, modern, request({}), undefined],
    ['no log lines of no request, without sessions', log, modern, undefined, undefined],
    [
      'updates of what it may see',
      notification('notifications/resources/updated', { uri: 'test://seen' }),
      legacy,
      request({}),
      { uri: 'test://seen' },
    ],
    [
      'no updates of what is hidden, on a stream of its own call either',
      notification('notifications/resources/updated', { uri: 'test://hidden' }),
      legacy,
      request({}),
      undefined,
    ],
    ['changes of lists', notification('notifications/tools/list_changed', {}), legacy, undefined, {}],
    [
      'nothing that no revision knows',
      notification('notifications/run', { command: 'x' }),
      legacy,
      undefined,
      undefined,
    ],
    [
      'nothing that is its revision’s no more',
      notification('notifications/elicitation/complete', {}),
      modern,
      request({}),
      undefined,
    ],
    [
      'no acknowledgement outside a subscription',
      notification('notifications/subscriptions/acknowledged', { notifications: {} }),
      modern,
      request({}),
      undefined,
    ],
  ] as const)('%s', (_what, message, revision, asked, expected) => {
    const params = heard(message, revision, asked);
    if (expected === undefined) expect(params).toBeUndefined();
    else expect(params).toMatchObject(expected);
  });

  it('a cancellation under the id that it was asked by, and none of what it was not asked', () => {
    const end = new ClientEnd(false);
    const upstreamId = readId(Buffer.from('"ask-1"'), { start: 0, end: 7 });
    if (upstreamId === undefined) throw new Error('no id');
    const id = end.ask({ kind: 'server', upstreamId, upstream, progressKey: undefined, tasks: tasksOf() });
    const cancelled = (requestId: unknown) => notification('notifications/cancelled', { requestId, reason: 'why' });
    expect(heard(cancelled('ask-1'), legacy, undefined, end)).toEqual({ requestId: id, reason: 'why' });
    expect(heard(cancelled('ask-2'), legacy, undefined, end)).toBeUndefined();
    expect(heard(cancelled(id), legacy, undefined, end)).toBeUndefined();
  });

  it('nothing in `_meta` that only the gateway may say; the rest of it to the byte', () => {
    const message = notification('notifications/message', {
      data: 1.5,
      _meta: { 'io.toolgate/decision': { outcome: 'allow' }, 'com.example/kept': 1 },
    });
    expect(heard(message, legacy)).toEqual({ data: 1.5, _meta: { 'com.example/kept': 1 } });
  });
});
