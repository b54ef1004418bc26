/** What a gateway has recorded, judged again: the record holds what replay needs, and says when it does not. */
import { PassThrough } from 'node:stream';
import { expect, it } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { openSession } from '../support/gateway/raw-session.ts';
import { servers } from '../support/gateway/servers.ts';
import { startGateway } from '../support/gateway/start-gateway.ts';

/** Runs `toolgate policy …` beside the gateway; `-` is this policy. */
async function policy(argv: readonly string[], candidate: object = {}): Promise<string> {
  const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()];
  stdin.end(JSON.stringify(candidate));
  const status = await main(['policy', ...argv], { stdin, stdout, stderr, env: {}, cwd: '.' });
  stdout.end();
  expect(status, String(stderr.read())).toBe(0);
  return Buffer.concat(await stdout.toArray()).toString();
}

it('judges the calls of a running gateway again, and makes a policy from them', async () => {
  const inForce = {
    version: '1',
    default: 'deny',
    tools: { tcp_connect: { rate_limit: { max: 3, window: 'hour' } } },
    audit: { arguments: 'paths', paths: ['args.host'] },
  };
  const setup = {
    servers: { netdiag: { ...servers.netdiag(), shared: true } },
    policies: { netdiag: inForce },
    grants: { agent: { netdiag: 'netdiag' } },
  };
  await using gateway = await startGateway(setup);
  const session = await openSession(gateway.url('netdiag'), gateway.token());
  for (let id = 1; id <= 5; id++) {
    await session.call(id, 'tcp_connect', { host: id === 1 ? '127.0.0.1' : '192.0.2.1', port: 9, timeout_ms: 100 });
  }
  await session.call(6, 'dns_lookup', { name: 'localhost' });
  await session.call(7, 'no_such_tool');
  await expect.poll(async () => (await gateway.calls()).length, { timeout: 20_000 }).toBeGreaterThanOrEqual(7);

  const replay = async (candidate: object): Promise<unknown> =>
    JSON.parse(await policy(['replay', '--policy', '-', '--data', gateway.dataFolder, '--json'], candidate));
  const beside = { notJudged: { unknown_tool: 1 } };
  expect(await replay(inForce)).toMatchObject({ calls: 6, same: 6, changed: 0, undecided: 0, ...beside });
  const local = { require: [{ path: 'args.host', op: 'in_cidr', value: ['127.0.0.0/8'] }] };
  expect(await replay({ ...inForce, tools: { tcp_connect: local } })).toMatchObject({
    calls: 6,
    same: 2,
    changed: 4,
    changes: [
      { effect: 'refuses', now: { code: 'condition', rule: '/tools/tcp_connect/require/0' }, calls: 2 },
      { effect: 'otherwise', was: { code: 'rate_limited' }, calls: 2 },
    ],
  });
  const port = { require: [{ path: 'args.port', op: 'eq', value: 9 }] };
  expect(await replay({ ...inForce, tools: { tcp_connect: port } })).toMatchObject({
    undecided: 5,
    cannotBeDecided: [{ needs: 'args.port', calls: 5 }],
  });

  const suggested: object = JSON.parse(await policy(['suggest', '--data', gateway.dataFolder]));
  expect(suggested).toMatchObject({
    tools: { tcp_connect: { require: [{ path: 'args.host', op: 'host_in', value: ['127.0.0.1', '192.0.2.1'] }] } },
  });
  expect(await replay(suggested)).toMatchObject({ undecided: 0, changes: [{ effect: 'admits', calls: 2 }] });
}, 60_000);
