import { expect, it } from 'vitest';
import type { CallRecord } from '../../audit/index.ts';
import { fromRecord } from './from-record.ts';

const record: CallRecord = {
  kind: 'call',
  requestId: 'r1',
  time: 1_000,
  organization: 'o',
  grant: { id: 'g1', label: 'alice' },
  server: 's',
  method: 'tools/call',
  subject: 'read',
  argumentKeys: ['path'],
  outcome: 'allow',
  ms: 3,
};

it.each<[what: string, changed: Partial<CallRecord>, was: object]>([
  ['an allowed call', {}, { outcome: 'allow', code: null, rule: null }],
  [
    'a denied one',
    { outcome: 'deny', code: 'condition', rule: '/x' },
    { outcome: 'deny', code: 'condition', rule: '/x' },
  ],
  [
    'a call that nobody approved',
    { outcome: 'deny', code: 'approval_expired' },
    { outcome: 'hold', code: 'approval_required' },
  ],
  ['a server that failed', { outcome: 'error', code: 'upstream_timeout' }, { outcome: 'allow', code: null }],
  ['a gateway that died', { outcome: 'error', interrupted: true }, { outcome: 'allow', code: null }],
  [
    'an observed refusal',
    { outcome: 'would_deny', code: 'denied', rule: '/y' },
    { outcome: 'would_deny', code: 'denied' },
  ],
])('%s is a call', (_, changed, was) => {
  const call = fromRecord({ ...record, ...changed });
  expect(call).toMatchObject({ kind: 'call', was, source: 'r1', context: { now: 1_000, server: 's' } });
});

it.each<[what: string, changed: Partial<CallRecord>, why: string]>([
  ['a tool that does not exist', { outcome: 'hidden', code: 'unknown_tool', argumentKeys: undefined }, 'unknown_tool'],
  ['a changed definition', { outcome: 'deny', code: 'definition_changed' }, 'definition_changed'],
  ['a kill switch', { outcome: 'deny', code: 'killed' }, 'killed'],
  ['a full disk', { outcome: 'error', code: 'audit_unavailable' }, 'audit_unavailable'],
  ['bytes that are no call', { outcome: 'refused', code: 'bad_request' }, 'bad_request'],
  [
    'a list that could not be read',
    { outcome: 'error', code: 'upstream_unavailable', argumentKeys: undefined },
    'upstream_unavailable',
  ],
])('%s is nothing that a policy decided', (_, changed, why) => {
  expect(fromRecord({ ...record, ...changed })).toMatchObject({ kind: 'not-judged', why, context: { now: 1_000 } });
});

it.each<[method: string, subject: string, call: object]>([
  ['resources/read', 'file:///a', { kind: 'resource', uri: 'file:///a' }],
  ['resources/subscribe', 'file:///a', { kind: 'resource', uri: 'file:///a' }],
  ['prompts/get', 'p', { kind: 'prompt', name: 'p' }],
  ['completion/complete', 'p', { kind: 'prompt', name: 'p' }],
  ['completion/complete', 'file:///{name}', { kind: 'resource', uri: 'file:///{name}' }],
])('%s of %s', (method, subject, call) => {
  expect(fromRecord({ ...record, method, subject, argumentKeys: undefined })).toMatchObject({ call });
});
