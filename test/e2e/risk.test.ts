/** A policy that asks what a tool can do at worst is answered by the class of its definition, as it was listed. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openSession } from '../support/gateway/raw-session.ts';
import { startGateway, type TestGateway } from '../support/gateway/start-gateway.ts';
import { type ChangingServer, startChangingServer } from '../support/upstreams/changing-server.ts';

const tool = (name: string) => ({ name, inputSchema: { type: 'object' } });
const by = (...conditions: object[]) => ({
  version: '1',
  default: 'allow',
  all_tools: { deny_if: [{ conditions, on_deny: 'classed so' }] },
});
const policies = {
  category: by({ path: 'tool.category', op: 'in', value: ['destructive', 'execute'] }),
  severity: by({ not: { path: 'tool.severity', op: 'eq', value: 'low' } }),
};

let upstream: ChangingServer;
let gateway: TestGateway;
beforeAll(async () => {
  upstream = await startChangingServer(['delete_file', 'get_weather', 'run_shell_command', 'frobnicate'].map(tool));
  gateway = await startGateway({
    servers: { files: { url: upstream.url, allowPrivate: true } },
    policies,
    grants: { alice: { files: 'category' }, bob: { files: 'severity' } },
  });
}, 60_000);
afterAll(async () => {
  await gateway?.stop();
  await upstream?.close();
});

async function outcomeOf(grant: string, name: string): Promise<string> {
  const session = await openSession(gateway.url('files'), gateway.token(grant));
  const { result } = JSON.parse((await session.call(name, name)).text);
  return result._meta['io.toolgate/decision'].code ?? 'allow';
}

it.each([
  ['alice', 'delete_file', 'condition'],
  ['alice', 'run_shell_command', 'condition'],
  ['alice', 'get_weather', 'allow'],
  // Nobody can tell what it does: a grave change, of no class that this policy names.
  ['alice', 'frobnicate', 'allow'],
  ['bob', 'get_weather', 'allow'],
  ['bob', 'delete_file', 'condition'],
  ['bob', 'frobnicate', 'condition'],
])('%s calls %s: %s', async (grant, name, expected) => {
  expect(await outcomeOf(grant, name)).toBe(expected);
});
