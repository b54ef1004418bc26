/** The capture: off unless asked for, sealed, read by auditors alone and on the record; and what is made of it. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Config } from '../../src/config/index.ts';
import { actorOf, openTestControl, type TestControl } from '../support/control.ts';
import { recordCalls } from '../support/recorded-calls.ts';

const canary = '/srv/canary-of-a-path';
const jail = JSON.stringify({
  version: '1',
  default: 'deny',
  tools: {
    read: {
      require: [{ path: 'args.path', op: 'path_within', value: ['/srv'] }],
      limits: [{ counter: 'reads', window: 'minute', max: 2, scope: 'grant' }],
    },
  },
});
const declared =
  (capture: Config['capture'] = []) =>
  () => ({
    servers: new Map(),
    policies: new Map([
      [
        'of-file',
        { name: 'of-file', text: jail, format: 'json' as const, file: '/x.yaml', lineOffset: 0, columnOffset: 0 },
      ],
    ]),
    grants: [],
    capture,
  });

let plane: TestControl;
let ids: string[];
let t0: number;
beforeAll(async () => {
  plane = await openTestControl({ declared: declared([{ level: 'paths', server: 'github', retentionMs: 3_600_000 }]) });
  t0 = plane.clock.now() - 600_000;
  const put = await plane.ask('PUT', '/policies/p', {
    body: { text: '{"version":"1","default":"allow"}', activate: true },
  });
  expect(put.status).toBe(200);
  await plane.ask('POST', '/servers', { body: { slug: 'files', url: 'https://a.example/mcp' } });
  await plane.ask('POST', '/grants', { body: { label: 'alice', servers: { files: 'p' } } });
  ids = await recordCalls(plane, [
    { tool: 'read', arguments: { path: canary }, time: t0, captured: true },
    { tool: 'read', arguments: { path: '/etc/passwd' }, time: t0 + 1_000, captured: true },
    { tool: 'read', arguments: { path: '/srv/b' }, time: t0 + 2_000 },
    { tool: 'write', arguments: { path: '/srv/b' }, time: t0 + 3_000, captured: true },
    { tool: 'read', arguments: { path: '/srv/c' }, time: t0 + 4_000, captured: true },
    { tool: 'read', arguments: { path: '/srv/d' }, time: t0 + 5_000, captured: true },
    { tool: 'other', arguments: {}, time: t0 + 6_000, server: 'github', policy: 'q' },
  ]);
});
afterAll(() => plane.close());

const events = async (name: string): Promise<Record<string, unknown>[]> => {
  const { body } = await plane.ask('GET', `/events?event=${name}`);
  return (body as { items: { record: { detail: Record<string, unknown> } }[] }).items.map(
    ({ record }) => record.detail,
  );
};

describe('rules of the capture', () => {
  it('are those of the file and those that operators set, one for each target', async () => {
    const set = (body: object) => plane.ask('PUT', '/capture-rules', { body });
    const first = await set({ grant: 'alice', level: 'full' });
    expect(first).toMatchObject({
      status: 200,
      body: { rule: { grant: 'alice', server: null, retentionMs: 604_800_000 } },
    });
    const again = await set({ grant: 'alice', level: 'off', retentionMs: 3_600_000 });
    const { rule } = again.body as { rule: { id: string } };
    expect(rule.id).toBe((first.body as { rule: { id: string } }).rule.id);
    expect((await plane.ask('GET', '/capture-rules')).body).toMatchObject({
      items: [
        { origin: 'file', id: null, server: 'github', level: 'paths' },
        { origin: 'stored', grant: 'alice', level: 'off' },
      ],
    });
    expect((await plane.ask('DELETE', `/capture-rules/${rule.id}`)).status).toBe(200);
    expect((await plane.ask('DELETE', `/capture-rules/${rule.id}`)).status).toBe(404);
    expect(await events('capture.set_rule')).toHaveLength(2);
  });
});

describe('captured values', () => {
  it('are shown to auditors alone, and each reading is on the record', async () => {
    for (const role of ['admin', 'policy_manager', 'approver', 'viewer'] as const) {
      expect((await plane.ask('POST', `/captures/${ids[0]}/read`, { as: actorOf(role), body: {} })).status).toBe(403);
      expect((await plane.ask('GET', '/captures', { as: actorOf(role) })).status).toBe(403);
    }
    const list = await plane.ask('GET', '/captures?limit=2', { as: actorOf('auditor') });
    expect(list.body).toMatchObject({ items: [{ tool: 'read' }, { tool: 'read' }], next: expect.any(String) });
    expect(JSON.stringify(list.body)).not.toContain('/srv');
    const headers = { 'idempotency-key': 'k' };
    const path = `/captures/${ids[0]}/read`;
    expect((await plane.ask('POST', path, { as: actorOf('auditor'), body: {}, headers })).status).toBe(400);
    for (const times of [1, 2]) {
      const shown = await plane.ask('POST', path, { as: actorOf('auditor'), body: {} });
      expect(shown.body).toMatchObject({ arguments: { path: canary }, facts: { category: 'read' }, values: null });
      expect(await events('capture.show')).toHaveLength(times);
    }
    expect((await events('capture.show'))[0]).toMatchObject({ actor: { id: 'auditor-id' }, request: ids[0] });
    expect(JSON.stringify(await events('capture.show'))).not.toContain('/srv');
  });
});

describe('a replay', () => {
  const replay = (as: Parameters<typeof actorOf>[0] | undefined, body: object) =>
    plane.ask('POST', '/policies/p/replay', { body, ...(as === undefined ? {} : { as: actorOf(as) }) });

  it('tells an auditor which calls change, which cannot be decided, and takes budgets in order', async () => {
    const { status, body } = await replay('auditor', { text: jail });
    expect(status).toBe(200);
    const answer = body as {
      report: object;
      calls: { requestId: string; effect: string | null; now: { code: string } | null; needs: string | null }[];
    };
    expect(answer).toMatchObject({ version: null, captured: 5, complete: true, values: true });
    expect(answer.report).toMatchObject({ calls: 6, same: 1, changed: 2, undecided: 3 });
    const by = new Map(answer.calls.map((call) => [call.requestId, call]));
    expect(by.get(ids[1] ?? '')).toMatchObject({ effect: 'refuses', now: { code: 'condition' } });
    expect(by.get(ids[2] ?? '')).toMatchObject({ effect: null, now: null, needs: 'args.path' });
    expect(by.get(ids[3] ?? '')).toMatchObject({ effect: 'refuses', now: { code: 'default_deny' } });
    // The one before may have taken the second place of the minute, or not.
    expect(by.get(ids[4] ?? '')).toMatchObject({ needs: 'what earlier calls took' });
    expect(answer.calls.map(({ requestId }) => requestId)).not.toContain(ids[0]);
  });

  it('uses no value for anybody else: what a judgement needs of them counts as not kept', async () => {
    const { body } = await replay('policy_manager', { text: jail });
    expect(body).toMatchObject({ values: false, captured: 0, report: { calls: 6, changed: 1, undecided: 5 } });
    expect(JSON.stringify(body)).not.toContain('/srv');
  });

  it('is of a version as well, of one server or grant, and on the record', async () => {
    const saved = await plane.ask('PUT', '/policies/p', { body: { text: '{"version":"1","default":"deny"}' } });
    expect(saved.status).toBe(200);
    expect((await replay(undefined, {})).body).toMatchObject({ version: 2, report: { calls: 6, changed: 6 } });
    expect((await replay(undefined, { version: 1 })).body).toMatchObject({ version: 1, report: { same: 6 } });
    expect((await replay(undefined, { server: 'github', list: 0 })).body).toMatchObject({
      report: { calls: 1 },
      calls: [],
    });
    expect((await replay(undefined, { grant: 'nobody' })).body).toMatchObject({ report: { calls: 0 } });
    expect((await replay(undefined, { since: t0 + 3_000 })).body).toMatchObject({ report: { calls: 3 } });
    expect((await replay(undefined, { version: 9 })).status).toBe(404);
    expect((await replay(undefined, { text: '{' })).status).toBe(422);
    expect((await plane.ask('POST', '/policies/of-file/replay', { body: { server: 'files' } })).status).toBe(200);
    const noVersion = await plane.ask('POST', '/policies/of-file/replay', { body: { server: 'files', version: 3 } });
    expect(noVersion).toMatchObject({ status: 400, body: { title: expect.stringContaining('text in force') } });
    const [, last] = await events('policy.replay');
    expect(last).toMatchObject({ policy: 'p', version: 2, calls: 3, values: true });
  });
});

describe('a suggested policy', () => {
  it('covers what was done, with values for auditors and without them for others', async () => {
    const ask = async (role: 'auditor' | 'policy_manager') =>
      (await plane.ask('POST', '/grants/alice/suggest-policy', { as: actorOf(role), body: { server: 'files' } }))
        .body as { document: string; made: number; values: boolean };
    const [full, keys] = [await ask('auditor'), await ask('policy_manager')];
    expect(full).toMatchObject({ made: 6, values: true });
    expect(keys).toMatchObject({ made: 6, values: false });
    expect(Object.keys(JSON.parse(keys.document).tools)).toEqual(['read', 'write']);
    expect(keys.document).not.toContain('/srv');
    const none = await plane.ask('POST', '/grants/nobody/suggest-policy', { body: { server: 'files' } });
    expect(none.body).toMatchObject({ document: null, made: 0 });
  });
});

it('what was captured is gone when its time is over, or when an operator says so', async () => {
  expect((await plane.ask('DELETE', '/captures')).status).toBe(422);
  expect((await plane.ask('DELETE', `/captures?since=${t0 + 5_000}`)).body).toEqual({ removed: 1 });
  expect((await plane.ask('DELETE', '/captures?all=true')).body).toEqual({ removed: 4 });
  expect((await plane.ask('POST', `/captures/${ids[0]}/read`, { as: actorOf('auditor'), body: {} })).status).toBe(404);
});
