/** Starts that fail with a sentence, reloads that change everything or nothing, ends that leave nothing behind. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { cleanEnvironment, startChild } from '../support/gateway/child.ts';
import { openSession, post, type RawSession } from '../support/gateway/raw-session.ts';
import { runCommand } from '../support/gateway/run-command.ts';
import { open, openBothWays, servers } from '../support/gateway/servers.ts';
import { type GatewaySetup, startGateway, type TestGateway } from '../support/gateway/start-gateway.ts';
import { listening } from '../support/upstreams/listening.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'toolgate-start-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const token = `tg_${'t'.repeat(43)}`;
const soon = { timeout: 20_000, interval: 50 };

/** Writes files into the folder and starts `up` there on a free port. */
function up(files: Record<string, string>, ...more: string[]): ReturnType<typeof runCommand> {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text, { mode: 0o600 });
  return runCommand(['up', '--port', '0', '--data', join(folder, 'data'), ...more], { cwd: folder });
}

describe('a start that fails says why in one sentence and exits', () => {
  const config = (policy: string): string =>
    `servers:\n  s: { command: [node] }\npolicies:\n  p: ${policy}\ngrants:\n  - { label: a, server: s, policy: p, token: ${token} }\n`;

  it('a bad policy, with file, line and column', async () => {
    const files = {
      'toolgate.yaml': config('{ file: p.json }'),
      'p.json': '{\n  "version": "1",\n  "default": "deny",\n  "tols": {}\n}\n',
    };
    const { code, stdout, stderr } = await up(files);
    expect([code, stdout]).toEqual([1, '']);
    const [first] = stderr.split('\n');
    expect(first).toMatch(/p\.json:4:3: .*tools/);
    expect(stderr).not.toContain('    at ');
  });

  it('a bad inline policy, at its place in the configuration', async () => {
    const { code, stderr } = await up({ 'toolgate.yaml': config('{ version: "1", default: perhaps }') });
    expect(code).toBe(1);
    expect(stderr).toMatch(/toolgate\.yaml:4:31: .*allow/);
  });

  it('a bad configuration', async () => {
    const { code, stderr } = await up({ 'toolgate.yaml': 'servers:\n  s: { comand: [node] }\n' });
    expect(code).toBe(1);
    expect(stderr).toMatch(/toolgate\.yaml:2:\d+: .*command/);
  });

  it('a configuration that is named and not there', async () => {
    const { code, stderr } = await up({}, '--config', 'toolgate.yaml');
    expect(code).toBe(1);
    expect(stderr).toContain('toolgate.yaml');
    expect(stderr).toContain('cannot be read: there is no such file');
  });

  it('a port that is taken', async () => {
    const taken = createServer();
    const port = await listening(taken);
    const { code, stderr } = await up({ 'toolgate.yaml': `listen: 127.0.0.1:${port}\n` }, '--port', String(port));
    taken.close();
    expect(code).toBe(1);
    expect(stderr).toMatch(new RegExp(`127\\.0\\.0\\.1:${port}`));
    expect(stderr).not.toContain('    at ');
  });

  it('an address that the world can reach, without TLS', async () => {
    const { code, stderr } = await up({ 'toolgate.yaml': 'listen: 0.0.0.0:0\n' });
    expect(code).toBe(1);
    expect(stderr).toMatch(/TLS|--insecure/);
  });

  // `/proc` is where Node would ask for ever: nothing can be made in it, and nothing is in the way.
  it.each(['/dev/null', '/dev/null/below', '/proc/toolgate'])('a data folder that cannot be: %s', async (data) => {
    const { code, stderr } = await runCommand(['up', '--demo', '--port', '0', '--data', data], { cwd: folder });
    expect([code, stderr.trim().split('\n')]).toEqual([
      1,
      [expect.stringMatching(`^toolgate: the data folder ${data} `)],
    ]);
  });

  it('a word in the environment that is none', async () => {
    const args = ['up', '--demo', '--port', '0', '--data', join(folder, 'data')];
    const { code, stderr } = await runCommand(args, { cwd: folder, env: { TOOLGATE_LOG_LEVEL: 'loud' } });
    expect([code, stderr]).toEqual([2, expect.stringMatching(/^toolgate: TOOLGATE_LOG_LEVEL must be one of .*\n$/)]);
  });

  it('a data folder that another gateway has', async () => {
    await using first = await startGateway(quick(open));
    const { code, stderr } = await runCommand(
      ['up', '--config', first.configFile, '--port', '0', '--data', first.dataFolder],
      { cwd: folder },
    );
    expect(code).toBe(1);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(stderr).toContain(first.dataFolder);
    // The first is none the worse for it.
    const session = await openSession(first.url('s'), first.token());
    expect((await session.call(1, 'later', { a: 1 })).text).toContain('"outcome":"allow"');
  });
});

it('a start says which servers run as its own user, and could read what it keeps', async () => {
  const remote = { url: 'https://api.example.com/mcp' };
  const boxed = { ...servers.outspoken(), sandbox: {} };
  const shown = { ...servers.outspoken(), sandbox: { read: ['/'] } };
  await using gateway = await startGateway({
    servers: { s: servers.outspoken(), boxed, shown, remote },
    policies: { open },
  });
  const [line] = await gateway.child.until('stderr', /^.*can read its data folder.*$/m);
  expect(JSON.parse(line)).toMatchObject({ level: 'info', servers: ['s', 'shown'] });
});

describe('a start says where the gateway is reached, and is right', () => {
  // A system without IPv6 refuses to bind it.
  const sixth = Object.values(networkInterfaces()).some((all) => all?.some(({ address }) => address === '::1'));

  it.each(['127.0.0.1', 'localhost', '0.0.0.0', ...(sixth ? ['::1', '::'] : [])])('on %s', async (host) => {
    await using gateway = await startGateway({
      servers: { s: servers.outspoken() },
      policies: { open },
      more: { adminListen: `${host.includes(':') ? `[${host}]` : host}:0` },
      args: ['--host', host, '--insecure'],
    });
    await gateway.child.until('stdout', /\/setup#/);
    const said = gateway.child.stdout().match(/http:\/\/\S+/g) ?? [];
    // The gateway, its server, the dashboard, the link for the first account.
    expect(said.map((url) => new URL(url).pathname)).toEqual(['/', '/mcp/s', '/', '/setup']);
    const statuses = await Promise.all(said.map(async (url) => (await fetch(url, { redirect: 'manual' })).status));
    // 404 and 401: nothing is at the root for agents, and a server asks for a token. 403 would be: not under this name.
    expect(statuses).toEqual([404, 401, 200, 200]);
  });
});

/** One quick server under one policy. */
function quick(policy: object, more: Partial<GatewaySetup> = {}): GatewaySetup {
  return { servers: { s: servers.outspoken() }, policies: { s: policy }, ...more };
}

describe('a reload', () => {
  const denied = { ...open, tools: { later: { action: 'deny' } } };

  it('applies to the session that is open, without its connection or its process being lost', async () => {
    await using gateway = await startGateway(quick(open));
    const session = await openSession(gateway.url('s'), gateway.token());
    expect((await session.call(1, 'later')).text).toContain('"policyVersion":1');
    const underWay = session.call('under way', 'never');
    const before = children(gateway.child.pid);

    await gateway.rewrite(quick(denied));
    await gateway.child.until('stderr', /the new configuration is in force/);
    expect((await session.call(2, 'later')).text).toContain('"code":"denied"');
    expect((await session.call(3, 'told')).text).toContain('"policyVersion":2');
    expect(children(gateway.child.pid)).toEqual(before);
    await session.send({ method: 'notifications/cancelled', params: { requestId: 'under way' } });
    expect((await underWay).status).toBe(202);
  });

  it('that cannot be read changes nothing, and the log says why and where', async () => {
    await using gateway = await startGateway(quick(denied));
    const session = await openSession(gateway.url('s'), gateway.token());
    writeFileSync(gateway.configFile, '{\n  "servers": {},\n  "polices": {}\n}\n');
    await gateway.child.until('stderr', /toolgate\.yaml:3:3: [^"]*polices[^\n]*the old configuration stays in force/);
    expect((await session.call(1, 'later')).text).toContain('"code":"denied"');
    // Nor does a policy that does not read.
    await gateway.rewrite(quick({ version: '1', default: 'allow', tools: { later: { acton: 'allow' } } }));
    await gateway.child.until(
      'stderr',
      /toolgate\.yaml:\d+:\d+: [^\n]*acton[^\n]*the old configuration stays in force/,
    );
    expect((await session.call(2, 'later')).text).toContain('"code":"denied"');
    // And what comes after it is taken again.
    await gateway.rewrite(quick(open));
    await gateway.child.until('stderr', /the new configuration is in force/);
    expect((await session.call(3, 'later')).text).toContain('"outcome":"allow"');
  });

  it('by SIGHUP is a reload, too', async () => {
    await using gateway = await startGateway(quick(open));
    process.kill(gateway.child.pid, 'SIGHUP');
    await gateway.child.until('stderr', /the new configuration is in force/);
  });

  it('that takes a grant away ends its sessions and what they have under way', async () => {
    const both = { grants: { stays: { s: 's' }, goes: { s: 's' } } };
    await using gateway = await startGateway(quick(open, both));
    const [stays, goes] = [
      await openSession(gateway.url('s'), gateway.token('stays')),
      await openSession(gateway.url('s'), gateway.token('goes')),
    ];
    // Of two with one id, one is refused: the other is under way then.
    const twice = [goes.call(1, 'never'), goes.call(1, 'never')];
    await Promise.race(twice);
    await gateway.rewrite(quick(open, { grants: { stays: { s: 's' } } }));
    await Promise.all(twice);
    expect((await goes.call(2, 'later')).status).toBe(401);
    expect((await stays.call(2, 'later')).text).toContain('"outcome":"allow"');
    await vi.waitFor(() => expect(children(gateway.child.pid)).toHaveLength(1), soon);
  });

  it('takes back what the server may ask, also of sessions that are open and outside any call', async () => {
    await using gateway = await startGateway(quick(openBothWays));
    const session = await openSession(gateway.url('s'), gateway.token(), { sampling: {}, roots: {} });
    const { heard } = await openStream(gateway, session);
    await session.call(1, 'nag', { method: 'roots/list', params: {} });
    await vi.waitFor(() => expect(heard.join('')).toContain('roots/list'), soon);
    await gateway.rewrite(quick(open));
    await gateway.child.until('stderr', /the new configuration is in force/);
    heard.length = 0;
    const answered = JSON.stringify(await session.call(2, 'nag', { method: 'sampling/createMessage', params: {} }));
    expect(answered).toContain('nagging');
    await vi.waitFor(async () => expect((await session.call(3, 'heard')).text).toContain('-32601'), soon);
    expect(heard.join('')).not.toContain('sampling/createMessage');
  });
});

describe('the end', () => {
  it.each<NodeJS.Signals>(['SIGTERM', 'SIGINT'])(
    'by %s is clean: streams are ended, not cut, and no process stays',
    async (signal) => {
      const gateway = await startGateway({
        servers: { s: servers.outspoken(), stubborn: servers.hostile('--ignore-sigterm', '--ignore-stdin-end') },
        policies: { open },
      });
      const session = await openSession(gateway.url('s'), gateway.token());
      const stubborn = await openSession(gateway.url('stubborn'), gateway.token());
      await stubborn.call(1, 'echo');
      const stream = await openStream(gateway, session);
      const pids = children(gateway.child.pid);
      expect(pids).toHaveLength(2);
      const ended = gateway.stop(signal);
      // A stream that is cut off is an error to its reader.
      await stream.ended;
      expect(await ended).toEqual({ code: 0, signal: null });
      expect(gateway.child.stderr()).not.toMatch(/"level":"error"| {4}at /);
      for (const pid of pids) expect(() => process.kill(pid, 0)).toThrow('ESRCH');
    },
    60_000,
  );

  it('waits for calls under way, but not for ever', async () => {
    const gateway = await startGateway({ ...quick(open), args: ['--drain-timeout', '4'] });
    const session = await openSession(gateway.url('s'), gateway.token());
    const slow = session.call(1, 'slow');
    const never = session.call(2, 'never').catch(() => 'cut off');
    await session.call(3, 'later');
    const ended = gateway.stop();
    expect((await slow).text).toContain('"outcome":"allow"');
    expect(await ended).toEqual({ code: 0, signal: null });
    expect(await never).toBe('cut off');
  }, 60_000);

  it('leaves a record that verifies, and the next start goes on from it', async () => {
    const limited = { ...open, tools: { later: { rate_limit: { max: 1, window: 'hour' } } } };
    const gateway = await startGateway(quick(limited));
    try {
      const session = await openSession(gateway.url('s'), gateway.token());
      expect((await session.call(1, 'later')).text).toContain('"outcome":"allow"');
      await gateway.child.stop();
      const verified = await runCommand(['audit', 'verify', '--data', gateway.dataFolder], { cwd: folder });
      expect([verified.code, verified.stderr]).toEqual([0, '']);
      const args = ['up', '--config', gateway.configFile, '--port', '0', '--data', gateway.dataFolder];
      const second = startChild(args, { cwd: folder, env: cleanEnvironment(folder) });
      const [, origin] = await second.until('stdout', /is ready on (\S+)/);
      const next = await openSession(`${origin}/mcp/s`, gateway.token());
      const again = (await next.call(1, 'later')).text;
      await second.stop();
      expect(again).toContain('"code":"rate_limited"');
    } finally {
      await gateway.stop();
    }
  });
});

/** Writes down each file that a process loads. */
const recordLoads = `import{registerHooks}from'node:module';import{appendFileSync}from'node:fs';registerHooks({load(u,c,n){appendFileSync(process.env.LOADS,u+'\\n');return n(u,c)}})`;

it('health, readiness and metrics answer, and nothing has been loaded that calls do not need', async () => {
  const loads = join(folder, 'loads');
  const env = { LOADS: loads, NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(recordLoads)}` };
  await using gateway = await startGateway({ ...quick(open), env });
  const get = async (path: string): Promise<string> => (await fetch(`${gateway.origin}${path}`)).text();
  const session = await openSession(gateway.url('s'), gateway.token());
  await session.call(1, 'later');
  await post(gateway.url('s'), undefined, '{}');
  expect((await fetch(`${gateway.origin}/healthz`)).status).toBe(200);
  expect((await fetch(`${gateway.origin}/readyz`)).status).toBe(200);
  const metrics = await get('/metrics');
  expect(metrics).toMatch(/toolgate_calls_total\{[^}]*server="s"[^}]*\} 1/);
  expect(metrics).not.toContain(gateway.token());
  const files = new Set(readFileSync(loads, 'utf8').split('\n'));
  const ours = [...files].filter((file) => file.startsWith('file:'));
  expect(ours.length).toBeGreaterThan(20);
  expect(ours.length).toBeLessThan(120);
  // The API, with the schemas of all its verbs, comes with its first request.
  expect(ours.filter((file) => /\/dist\/chunks\/create-api-/.test(file))).toEqual([]);
  // Packages are part of the build; what is not is a choice that `scripts/bundle.ts` names.
  const apart = ours.filter((file) => file.includes('/node_modules/'));
  expect(apart.filter((file) => !file.includes('/node_modules/undici/'))).toEqual([]);
});

/** The stream on which the server speaks unasked; `ended` rejects when it is cut off. */
async function openStream(
  gateway: TestGateway,
  session: RawSession,
): Promise<{ readonly heard: string[]; readonly ended: Promise<void> }> {
  const headers = { Authorization: `Bearer ${gateway.token()}`, 'Mcp-Session-Id': session.id };
  const answer = await fetch(gateway.url('s'), { headers });
  const heard: string[] = [];
  const listen = async (): Promise<void> => {
    for await (const chunk of answer.body ?? []) heard.push(Buffer.from(chunk).toString());
  };
  const ended = listen();
  // Whoever does not wait for the end is not told how it came.
  ended.catch(() => undefined);
  return { heard, ended };
}

/** Direct children of a process. */
function children(pid: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => {
      try {
        const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
        return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]) === pid;
      } catch {
        return false;
      }
    })
    .map(Number)
    .sort((a, b) => a - b);
}
