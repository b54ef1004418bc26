/** Who may not read what agents sent is told nothing of it, whatever the gateway uses it for: by no way of its API. */
import { expect, it } from 'vitest';
import { controlClient } from '../support/gateway/control.ts';
import { openSession } from '../support/gateway/raw-session.ts';
import { servers } from '../support/gateway/servers.ts';
import { startGateway } from '../support/gateway/start-gateway.ts';

const host = 'canary-host.invalid';
const timeout = 4_242;
/** As the gateway writes them: amounts are counted in millionths. The bare number could stand in an id. */
const canary = /canary-host|4242000000/;

/** Every way in which arguments come into what is kept: as they are, as what is counted, and as what it is counted by. */
const policy = {
  version: '1',
  default: 'deny',
  audit: { arguments: 'paths', paths: ['args.host'] },
  tools: {
    tcp_connect: {
      require: [{ path: 'args.host', op: 'regex', value: 'invalid|example' }],
      limits: [
        { counter: 'calls', window: 'hour', max: 3, scope: 'grant', per: ['args.host'] },
        { counter: 'time', window: 'hour', max: 1_000_000, scope: 'grant', cost: { path: 'args.timeout_ms' } },
      ],
    },
  },
};

it('is true of everything that can be read, and an auditor is told', async () => {
  await using gateway = await startGateway({
    servers: { netdiag: { ...servers.netdiag(), shared: true } },
    // A record with values that were kept on purpose must not be the only one in which others are looked for.
    policies: { netdiag: policy, counting: { ...policy, audit: undefined } },
    grants: { agent: { netdiag: 'netdiag' }, counted: { netdiag: 'counting' } },
  });
  const session = await openSession(gateway.url('netdiag'), gateway.token('agent'));
  const counted = await openSession(gateway.url('netdiag'), gateway.token('counted'));
  const sent = (to: string): object => ({ host: to, port: 9, timeout_ms: timeout });
  for (let id = 1; id <= 4; id += 1) await session.call(id, 'tcp_connect', sent(host));
  await counted.call(5, 'tcp_connect', sent(host));
  await counted.call(6, 'tcp_connect', sent('canary-host'));
  await expect.poll(async () => (await gateway.calls()).length, { timeout: 20_000 }).toBe(6);

  const told = new Map<string, string[]>();
  for (const role of ['admin', 'viewer', 'auditor']) {
    const { key } = await controlClient(gateway, role);
    const read = async (path: string, body?: object): Promise<string> => {
      const headers = { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' };
      const init = body === undefined ? { headers } : { headers, method: 'POST', body: JSON.stringify(body) };
      const answer = await fetch(`${gateway.origin}/api/v1${path}`, init);
      if (!path.includes('/tail')) return await answer.text();
      let text = '';
      const decoder = new TextDecoder();
      for await (const chunk of answer.body ?? []) {
        text += decoder.decode(chunk, { stream: true });
        if (!answer.ok || text.split('event: ').length > 6) break;
      }
      return text;
    };
    const { paths } = JSON.parse(await read('/openapi.json')) as { paths: Record<string, { get?: object }> };
    const lists = Object.keys(paths)
      .filter((path) => paths[path]?.get !== undefined && !path.includes('{'))
      .map((path) => path.replace(/^\/api\/v1/, ''));
    expect(lists).toEqual(expect.arrayContaining(['/calls', '/calls/export', '/calls/tail']));
    const { items } = JSON.parse(await read('/calls')) as { items: { id: number }[] };
    expect(items).toHaveLength(6);
    const asked: [path: string, body?: object][] = [
      ...lists
        .filter((path) => !path.includes('events/tail'))
        .map((path): [string] => [path.replace(/tail$/, 'tail?after=0')]),
      ['/calls/export?format=csv'],
      ...items.map(({ id }): [string] => [`/calls/${id}`]),
      ['/grants/agent/suggest-policy', { server: 'netdiag' }],
    ];
    const ways: string[] = [];
    for (const [path, body] of asked) if (canary.test(await read(path, body))) ways.push(path);
    // Whoever may ask what a draft would have refused could ask for a value letter by letter.
    const refusing = async (to: string): Promise<unknown> => {
      const wrong = { conditions: [{ path: 'args.host', op: 'eq', value: to }] };
      const text = JSON.stringify({ version: '1', default: 'allow', tools: { tcp_connect: { deny_if: [wrong] } } });
      const { report } = JSON.parse(await read('/policies/netdiag/replay', { text })) as { report: { calls: number } };
      expect(report.calls).toBe(4);
      return report;
    };
    const [one, other] = [await refusing(host), await refusing('other.invalid')];
    if (JSON.stringify(one) !== JSON.stringify(other)) ways.push('replay');
    told.set(role, ways);
  }
  const { auditor, ...others } = Object.fromEntries(told);
  expect(auditor).toEqual(
    expect.arrayContaining([
      '/calls',
      '/calls/export',
      '/calls/tail?after=0',
      '/grants/agent/suggest-policy',
      'replay',
    ]),
  );
  expect(others).toEqual({ admin: [], viewer: [] });
}, 60_000);
