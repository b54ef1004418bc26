import { createHash } from 'node:crypto';
import { type Actor, operator } from '../../src/accounts/index.ts';
import { tellOfApprovals } from '../../src/composition/tell-of-approvals.ts';
import { observeDefinitions } from '../../src/control/verbs/definition/index.ts';
import { noteSetBack, recordMaintenance } from '../../src/control/verbs/installation/index.ts';
import { resealKeys } from '../../src/control/verbs/keys/index.ts';
import { createMessage } from '../../src/control/verbs/message/index.ts';
import { argumentSeal, SqlQueue } from '../../src/store/approvals/index.ts';
import { askingOf } from '../contract/approvals/calls.ts';
import { type ApiAnswer, actorOf, type TestControl } from './control.ts';
import type { Step } from './every-change.ts';
import { recordCalls } from './recorded-calls.ts';

/** Secrets that stand in what is governed along the way. None of them may be found anywhere afterwards. */
export const governedSecrets = Array.from({ length: 13 }, (_, i) =>
  createHash('sha256').update(`canary ${i}`).digest('base64url'),
);

const hearsValues = {
  name: 'hears-values',
  url: 'https://hook.example/',
  secret: undefined,
  format: 'otlp',
  headers: new Map(),
  types: [],
  values: true,
  allowPrivate: false,
} as const;

/** A step, and what has to be there for it, which is no change that is asked for. */
export interface PreparedStep extends Step {
  readonly prepare?: () => Promise<void>;
}

/**
 * Every change besides those of `everyChange`: what is decided about definitions, stops, approvals and versions, who is
 * told, what is captured and tried, and what is done to the installation as a whole.
 *
 * @param shown told of every secret that an answer shows
 */
export function governingChanges(plane: TestControl, shown: (secret: string) => void): readonly PreparedStep[] {
  const { control } = plane;
  const secret = (i: number): string => governedSecrets[i] ?? '';
  const known = new Map<string, string>();
  const of = (name: string): string => known.get(name) ?? '';
  const first = actorOf('admin', 'a'.repeat(32));
  const second = actorOf('policy_manager', 'b'.repeat(32));
  const allow = '{"version":"1","default":"allow"}';
  const deny = '{"version":"1","default":"deny"}';

  const ask = (method: string, path: string, body?: unknown, as: Actor = operator): Promise<ApiAnswer> =>
    plane.ask(method, path, { as, ...(body === undefined ? {} : { body }) });
  const kept = async (name: string, path: string, answer: Promise<ApiAnswer>): Promise<ApiAnswer> => {
    const done = await answer;
    const value = path.split('.').reduce<unknown>((at, key) => (at as Record<string, unknown>)?.[key], done.body);
    known.set(name, String(value));
    return done;
  };
  const secretly = async (path: string, answer: Promise<ApiAnswer>): Promise<ApiAnswer> => {
    const done = await kept('secret', path, answer);
    shown(of('secret'));
    return done;
  };
  const run = async (work: Promise<unknown>): Promise<ApiAnswer> => ({
    status: 200,
    headers: new Headers(),
    body: await work,
  });
  const queue = new SqlQueue(control.sql, {
    clock: plane.clock,
    seal: argumentSeal(control.keys),
    // As if a channel of the file were told values.
    tell: tellOfApprovals(
      control.keys,
      () => undefined,
      () => ({ webhooks: [hearsValues] }),
    ),
    onError: (error) => plane.errors.push(error),
  });
  const asked = (name: string, path: string) => async (): Promise<void> => {
    const answer = await queue.ask(askingOf({ args: { path } }));
    if (answer.kind !== 'pending') throw new Error(answer.kind);
    known.set(name, answer.id);
  };
  const definitions = async (state: string): Promise<string[]> =>
    (await control.sql.selectFrom('definition').select('id').where('state', '=', state).execute()).map(({ id }) => id);
  const tool = (name: string, hash: string) => ({ name, hash, text: `{"name":"${name}"}` });
  const observed = (...tools: ReturnType<typeof tool>[]) =>
    run(control.run(observeDefinitions, { server: 'b', tools }, { actor: operator }));

  return [
    {
      verb: 'server.create',
      ask: () =>
        ask('POST', '/servers', {
          slug: 'b',
          url: `https://b.example/mcp?key=${secret(0)}`,
          headers: { 'X-Key': secret(1), 'X-Other': secret(2) },
        }),
    },
    { verb: 'policy.save', ask: () => ask('PUT', '/policies/b', { text: deny, activate: true }) },
    { verb: 'policy.save', ask: () => ask('PUT', '/policies/b', { text: allow }) },
    { verb: 'policy.activate', ask: () => ask('POST', '/policies/b/activate', { version: 2 }) },
    { verb: 'policy.rollback', ask: () => ask('POST', '/policies/b/rollback', {}) },
    { verb: 'grant.create', ask: () => secretly('token', ask('POST', '/grants', { label: 'b', servers: { b: 'b' } })) },
    { verb: 'grant.update', ask: () => ask('PATCH', '/grants/b', { tags: { team: 'x' } }) },
    { verb: 'policy.save', ask: () => ask('PUT', '/policies/other', { text: deny, activate: true }) },
    {
      verb: 'policy.attach',
      ask: () => ask('POST', '/policies/other/attach', { grant: 'b', server: 'b' }),
    },
    {
      verb: 'server.update',
      ask: () => ask('PATCH', '/servers/b', { twoPerson: true, headers: { 'X-Key': secret(3) } }),
    },
    { verb: 'policy.save', ask: () => ask('PUT', '/policies/other', { text: allow }) },
    { verb: 'policy.activate', ask: () => ask('POST', '/policies/other/activate', { version: 2 }, first) },
    { verb: 'policy.confirm', ask: () => ask('POST', '/policies/other/confirm', { version: 2 }, second) },
    { verb: 'policy.save', ask: () => ask('PUT', '/policies/unused', { text: deny }) },
    { verb: 'policy.remove', ask: () => ask('DELETE', '/policies/unused') },
    {
      verb: 'configuration.apply',
      ask: async () => {
        const servers = { c: { url: 'https://c.example/mcp', headers: { 'X-Key': secret(4) } } };
        const document = { servers, policies: { c: { text: deny } }, grants: { c: { servers: { c: 'c' } } } };
        return secretly('tokens.c', ask('POST', '/configuration/apply', { document }));
      },
    },
    { verb: 'definition.observe', ask: () => observed(tool('x', '1'), tool('y', '1')) },
    { verb: 'definition.observe', ask: () => observed(tool('x', '2'), tool('y', '2')) },
    {
      verb: 'definition.approve',
      ask: async () => ask('POST', '/definitions/approve', { ids: (await definitions('waiting')).slice(0, 1) }),
    },
    {
      verb: 'definition.reject',
      ask: async () => ask('POST', '/definitions/reject', { ids: await definitions('waiting') }),
    },
    { verb: 'kill.set', ask: () => kept('kill', 'kill.id', ask('POST', '/kills', { server: 'b', reason: 'why' })) },
    { verb: 'kill.lift', ask: () => ask('DELETE', `/kills/${of('kill')}`) },
    {
      verb: 'channel.create',
      ask: async () => {
        const body = { name: 'hook', kind: 'webhook', url: `https://hook.example/${secret(5)}`, values: true };
        const answer = await kept('channel', 'channel.id', ask('POST', '/channels', body));
        shown((answer.body as { secret: string }).secret);
        return answer;
      },
    },
    {
      verb: 'channel.create',
      ask: () => {
        const headers = { Authorization: `Bearer ${secret(12)}` };
        return ask('POST', '/channels', { name: 'otlp', kind: 'otlp', url: 'https://otlp.example', headers });
      },
    },
    {
      verb: 'channel.create',
      ask: () => ask('POST', '/channels', { name: 'chat', kind: 'slack', url: `https://chat.example/${secret(6)}` }),
    },
    {
      verb: 'channel.test',
      ask: () => kept('delivery', 'delivery', ask('POST', `/channels/${of('channel')}/test`, {})),
    },
    {
      verb: 'delivery.retry',
      prepare: async () =>
        void (await control.sql
          .updateTable('delivery')
          .set({ state: 'dead' })
          .where('id', '=', of('delivery'))
          .execute()),
      ask: () => ask('POST', `/deliveries/${of('delivery')}/retry`, {}),
    },
    { verb: 'channel.remove', ask: () => ask('DELETE', `/channels/${of('channel')}`) },
    {
      verb: 'message.create',
      ask: () => {
        const message = {
          about: '/servers/x',
          from: 'eve@example.com',
          text: 'What is this server?',
          address: '192.0.2.1',
        };
        return kept('message', 'id', run(control.run(createMessage, message, { actor: operator })));
      },
    },
    { verb: 'message.remove', ask: () => ask('DELETE', `/messages/${of('message')}`) },
    {
      verb: 'approver_group.set',
      ask: async () => {
        const { id } = await control.sql.selectFrom('user_account').select('id').limit(1).executeTakeFirstOrThrow();
        return ask('PUT', '/approver-groups/g', { members: [`user:${id}`] });
      },
    },
    {
      verb: 'approval.approve',
      prepare: asked('approval', `/${secret(7)}`),
      ask: () => {
        const body = { minutes: 60 };
        return kept('exception', 'exception.id', ask('POST', `/approvals/${of('approval')}/approve`, body));
      },
    },
    { verb: 'approval_exception.revoke', ask: () => ask('DELETE', `/approval-exceptions/${of('exception')}`) },
    {
      verb: 'approval.deny',
      prepare: asked('denied', `/${secret(8)}`),
      ask: () => ask('POST', `/approvals/${of('denied')}/deny`, {}),
    },
    {
      verb: 'approval.propose',
      prepare: asked('proposed', `/${secret(9)}`),
      ask: () => ask('POST', `/approvals/${of('proposed')}/propose`, { arguments: { path: `/${secret(10)}` } }),
    },
    {
      verb: 'capture.set_rule',
      ask: () => kept('rule', 'rule.id', ask('PUT', '/capture-rules', { grant: 'b', level: 'full' })),
    },
    {
      verb: 'capture.show',
      prepare: async () => {
        const time = plane.clock.now();
        const call = { tool: 'x', arguments: { path: secret(11) }, time, server: 'b', policy: 'b', captured: true };
        known.set('request', (await recordCalls(plane, [call]))[0] ?? '');
      },
      ask: () => ask('POST', `/captures/${of('request')}/read`, {}, actorOf('auditor')),
    },
    { verb: 'policy.replay', ask: () => ask('POST', '/policies/b/replay', {}) },
    { verb: 'policy.suggest', ask: () => ask('POST', '/grants/alice/suggest-policy', { server: 'b' }) },
    { verb: 'capture.remove_rule', ask: () => ask('DELETE', `/capture-rules/${of('rule')}`) },
    { verb: 'keys.resealed', ask: () => run(control.run(resealKeys, {}, { actor: operator })) },
    { verb: 'capture.remove', ask: () => ask('DELETE', '/captures?all=true') },
    { verb: 'retention.run', ask: () => ask('POST', '/retention/run', { olderThanMs: 86_400_000 }) },
    {
      verb: 'installation.maintained',
      ask: () => {
        const input = { what: 'installation.backed_up' as const, detail: { bytes: 1 } };
        return run(control.run(recordMaintenance, input, { actor: operator }));
      },
    },
    {
      verb: 'installation.set_back',
      ask: () => run(control.run(noteSetBack, { chain: 'control-x', seq: 1, time: 0 }, { actor: operator })),
    },
  ];
}
