/** Servers, policies and grants that are kept in the store: the whole way, by the command line and by the API. */
import { readdirSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { Changes } from '../changes/changes.ts';
import { changesUnderLoad } from '../changes/under-load.ts';
import { legacyClient } from '../support/gateway/clients.ts';
import { type ControlClient, controlClient } from '../support/gateway/control.ts';
import { runCommand } from '../support/gateway/run-command.ts';
import { runIn } from '../support/gateway/run-here.ts';
import { startGateway, type TestGateway } from '../support/gateway/start-gateway.ts';
import { type EverythingOverHttp, startEverything } from '../support/upstreams/everything-over-http.ts';

/** A record can be read a moment after its call has been answered. */
const soonFiled = { timeout: 20_000, interval: 100 };

const canary = 'canary-of-a-credential';
const onlyEcho = { version: '1', default: 'deny', tools: { echo: {} } };
const nothing = { version: '1', default: 'deny' };

let everything: EverythingOverHttp;
let gateway: TestGateway;
beforeAll(async () => {
  everything = await startEverything('streamableHttp');
  gateway = await startGateway({ servers: {}, policies: {}, grants: {} });
}, 120_000);
afterAll(async () => {
  await gateway?.stop();
  await everything?.stop();
});

async function cli(...args: string[]): Promise<string> {
  const said = await runIn(dirname(gateway.configFile), ...args, '--data', gateway.dataFolder);
  return said.trim();
}

async function file(name: string, content: object | string): Promise<string> {
  const text = typeof content === 'string' ? content : JSON.stringify(content);
  await writeFile(join(dirname(gateway.configFile), name), text);
  return name;
}

/** A call of the stateless revision. @returns the status, the outcome and the policy's version */
async function echo(slug: string, token: string): Promise<{ status: number; outcome: string; version?: number }> {
  const _meta = {
    'io.modelcontextprotocol/protocolVersion': '2026-07-28',
    'io.modelcontextprotocol/clientCapabilities': {},
  };
  const params = { name: 'echo', arguments: { message: 'hi' }, _meta };
  const response = await fetch(gateway.url(slug), {
    method: 'POST',
    headers: {
      Authorization: `Bearer ${token}`,
      'Content-Type': 'application/json',
      Accept: 'application/json, text/event-stream',
      'MCP-Protocol-Version': '2026-07-28',
      'Mcp-Method': 'tools/call',
      'Mcp-Name': 'echo',
    },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params }),
  });
  const { result, error } = JSON.parse(await response.text());
  if (error !== undefined) return { status: response.status, outcome: error.data.code };
  const { outcome, policyVersion } = result._meta['io.toolgate/decision'];
  return { status: response.status, outcome, version: policyVersion };
}

describe('by the command line', { timeout: 240_000 }, () => {
  it('a server is registered, opened by a grant under a policy, called, and everything is changed on the next call', async () => {
    await cli('server', 'add', 'every', '--url', everything.url, '--allow-private', '--header', `X-Key: ${canary}`);
    expect(await cli('server', 'tools', 'every')).toMatch(/^echo +read +low/m);
    await cli('policy', 'apply', 'ev', await file('echo.json', onlyEcho), '--note', 'the first');
    const token = await cli('grant', 'create', 'alice', '--open', 'every=ev');
    expect(token).toMatch(/^tg_[A-Za-z0-9_-]{43}$/);

    const client = await legacyClient(gateway.url('every'), token);
    const inventory = await cli('inventory', '--grant', 'alice', '--json');
    expect(inventory.split('\n').map((line) => JSON.parse(line))).toMatchObject([
      { grant: 'alice', server: 'every', tool: 'echo', category: 'read', approval: 'never', lastUsedAt: null },
    ]);
    expect((await client.listTools()).tools.map(({ name }) => name)).toEqual(['echo']);
    const call = () => client.callTool({ name: 'echo', arguments: { message: 'hi' } });
    expect(await call()).toMatchObject({ content: [{ text: 'Echo: hi' }] });

    await cli('policy', 'apply', 'ev', await file('nothing.json', nothing));
    expect(await call()).toMatchObject({ isError: true });
    await cli('policy', 'rollback', 'ev');
    expect(await call()).toMatchObject({ content: [{ text: 'Echo: hi' }] });
    const next = await cli('grant', 'rotate', 'alice', '--overlap', '1h');
    expect(await echo('every', next)).toMatchObject({ outcome: 'allow', version: 1 });
    expect(await call()).toMatchObject({ content: [{ text: 'Echo: hi' }] });
    await cli('grant', 'revoke', 'alice');
    for (const gone of [token, next]) expect(await echo('every', gone)).toMatchObject({ status: 401 });
    await client.close().catch(() => undefined);

    await vi.waitFor(async () => {
      const calls = (await gateway.calls()).map(({ outcome, policyVersion }) => [outcome, policyVersion]);
      expect(calls).toEqual([
        ['allow', 1],
        ['deny', 2],
        ['allow', 1],
        ['allow', 1],
        ['allow', 1],
      ]);
    }, soonFiled);
    const again = await cli('policy', 'replay', '--policy', 'nothing.json', '--json');
    expect(JSON.parse(again)).toMatchObject({ calls: 5, same: 1, changed: 4, undecided: 0 });
    expect(await cli('grant', 'list')).toBe('there are no such grants');
    expect(await cli('policy', 'versions', 'ev')).toMatch(/2 +former.*\n1 +active.*the first/);
    expect(await cli('server', 'show', 'every')).not.toContain(canary);
  });

  it('a label of any characters that labels may have names its grant in every command', async () => {
    const label = 'team/ci@build:1+2';
    await cli('grant', 'create', label, '--open', 'every=ev');
    expect(await cli('grant', 'show', label)).toContain(label);
    expect(await cli('grant', 'update', label, '--tag', 'team=ci')).toContain(label);
    expect(await cli('grant', 'rotate', label)).toMatch(/^tg_/);
    expect(await cli('grant', 'revoke', label)).toContain(label);
  });

  it('the same is a file, whose second application changes nothing', async () => {
    const agents = `
servers:
  code: { url: "${everything.url}", allowPrivate: true, headers: { X-Key: ${canary} } }
policies:
  code: { file: echo.json }
grants:
  ci: { servers: { code: code }, tags: { team: build } }
`;
    const name = await file('agents.yaml', agents);
    const applied = await cli('apply', '-f', name, '--yes');
    expect(applied).toMatch(/^\+ server code\n\+ policy code\n\+ grant ci\napplied\ntoken of ci: tg_/);
    const token = applied.slice(applied.indexOf('tg_'));
    expect(await echo('code', token)).toMatchObject({ outcome: 'allow' });
    expect(await cli('apply', '-f', name, '--yes')).toBe('nothing to change');

    await file('agents.yaml', agents.replace('{ file: echo.json }', JSON.stringify(nothing)));
    expect(await cli('apply', '-f', name, '--yes')).toMatch(/^~ policy code: text \(allows less\)\napplied$/);
    expect(await echo('code', token)).toMatchObject({ outcome: 'deny', version: 2 });

    const exported = await cli('export');
    expect(exported).not.toContain(canary);
    expect(exported).not.toContain('tg_');
    expect(exported).toContain('${env:TOOLGATE_CODE_X_KEY}');
    const env = { TOOLGATE_CODE_X_KEY: canary, TOOLGATE_EVERY_X_KEY: canary };
    const again = await runCommand(
      ['apply', '-f', await file('exported.yaml', exported), '--yes', '--data', gateway.dataFolder],
      {
        cwd: dirname(gateway.configFile),
        env: { PATH: process.env.PATH ?? '', ...env },
      },
    );
    expect(again.stdout).toBe('nothing to change\n');
  });
});

it('what a grant sends is captured where that is asked for: sealed, for auditors alone, and a policy is tried on it', async () => {
  const canary = 'canary of what was sent';
  const known = { path: 'args.message', op: 'starts_with', value: 'known: ' };
  const strict = { version: '1', default: 'deny', tools: { echo: { deny_if: [{ conditions: [known] }] } } };
  await cli('server', 'add', 'kept', '--url', everything.url, '--allow-private');
  await cli('policy', 'apply', 'kept', await file('echo.json', onlyEcho));
  await cli('policy', 'apply', 'kept', await file('strict.json', strict), '--draft');
  const token = await cli('grant', 'create', 'bob', '--open', 'kept=kept');
  const client = await legacyClient(gateway.url('kept'), token);
  const send = () => client.callTool({ name: 'echo', arguments: { message: `known: ${canary}` } });
  const replay = async () => {
    const said = await cli('policy', 'replay', '--of', 'kept', '--version', '2', '--grant', 'bob', '--json');
    return JSON.parse(said) as object;
  };

  await send();
  await vi.waitFor(async () => expect(await replay()).toMatchObject({ report: { calls: 1, undecided: 1 } }), soonFiled);
  await cli('capture', 'set', 'full', '--grant', 'bob', '--retention', '1h');
  await vi.waitFor(async () => {
    await send();
    expect(await replay()).toMatchObject({ report: { changes: [{ effect: 'refuses' }] } });
  }, soonFiled);
  await client.close();

  const keyOf = (role: string) => cli('api-key', 'create', role, '--role', role);
  const ask = async (key: string, path: string) => {
    const response = await fetch(`${gateway.origin}/api/v1${path}`, { headers: { Authorization: `Bearer ${key}` } });
    return { status: response.status, text: await response.text() };
  };
  const [auditor, admin] = [await keyOf('auditor'), await keyOf('admin')];
  expect(await ask(admin, '/captures')).toMatchObject({ status: 403 });
  const listed = await ask(auditor, '/captures?grant=bob');
  expect(listed.status).toBe(200);
  expect(listed.text).not.toContain(canary);
  expect(listed.text).toContain('"level":"full"');
  const kept = readdirSync(gateway.dataFolder, { recursive: true, withFileTypes: true }).filter((one) => one.isFile());
  for (const { parentPath, name } of kept) {
    expect(readFileSync(join(parentPath, name)).includes(canary), name).toBe(false);
  }
});

describe('by the API', { timeout: 240_000 }, () => {
  let api: ControlClient;
  beforeAll(async () => {
    api = await controlClient(gateway);
  }, 60_000);

  it('changes of every kind under load fail no call and mix nothing: a slice of `npm run changes`', async () => {
    const { calls, faults } = await changesUnderLoad(gateway, (agents, url) => Changes.begin(api, agents, url), {
      changes: 36,
      rate: 100,
      callsPerChange: 3,
    });
    expect(faults).toEqual([]);
    expect(calls.length).toBeGreaterThanOrEqual(36 * 3);
    const replayed = await api('POST', '/policies/load/replay', { text: JSON.stringify(nothing), server: 'load' });
    expect(replayed).toMatchObject({
      status: 200,
      body: { report: { undecided: 0, changes: [{ effect: 'refuses' }] } },
    });
  });

  it('says no to what is not its own to change, and to a role that may not', async () => {
    await gateway.rewrite({ servers: { filed: { command: ['true'] } }, policies: {}, grants: {} });
    await expect.poll(async () => (await api('GET', '/servers/filed')).status, { timeout: 20_000 }).toBe(200);
    expect((await api('PATCH', '/servers/filed', { allowPrivate: true })).status).toBe(409);
    expect((await api('DELETE', '/servers/filed')).status).toBe(409);
    expect((await api('POST', '/servers', { slug: 'filed', url: everything.url })).status).toBe(409);
    const viewer = await controlClient(gateway, 'viewer');
    expect((await viewer('GET', '/grants')).status).toBe(200);
    expect((await viewer('POST', '/grants', { label: 'x', servers: { load: 'load' } })).status).toBe(403);
  });
});
