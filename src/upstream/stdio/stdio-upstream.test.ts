import { execFile, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';
import { ask, call, failureOf, textOf } from '../../../test/support/upstreams/hearing.ts';
import type { StdioServer } from '../../config/index.ts';
import { anchoredClock, type Clock, manualClock } from '../../kernel/index.ts';
import type { Upstream, UpstreamEvent, UpstreamSession } from '../index.ts';
import { stdioUpstream } from './stdio-upstream.ts';

const script = fileURLToPath(new URL('../../../test/support/upstreams/hostile-stdio.ts', import.meta.url));
const opened: Upstream[] = [];

afterEach(async () => {
  await Promise.all(opened.splice(0).map((upstream) => upstream.close()));
});

function start(flags: readonly string[] = [], changes: Partial<StdioServer> = {}, clock: Clock = anchoredClock()) {
  const events: UpstreamEvent[] = [];
  const waiting = new Set<{ test: (event: UpstreamEvent) => boolean; found: (event: UpstreamEvent) => void }>();
  const server: StdioServer = {
    slug: 'hostile',
    transport: 'stdio',
    command: [process.execPath, '--no-warnings', script, ...flags],
    env: new Map(),
    cwd: undefined,
    shared: false,
    runAs: undefined,
    timeouts: { connectMs: 5_000, firstByteMs: 20_000, idleMs: 20_000 },
    caps: { bytes: 1e6, depth: 64, nodes: 1e5, response: 1e6 },
    maxConcurrency: undefined,
    pinned: true,
    trusted: false,
    ...changes,
  };
  const log = (event: UpstreamEvent): void => {
    events.push(event);
    for (const each of waiting) if (each.test(event)) each.found(event);
  };
  const upstream = stdioUpstream(server, { clock, log, patience: { inputMs: 300, termMs: 300 } });
  opened.push(upstream);
  /** The first event that passes the test, whether it has come or is to come. */
  const logged = (test: (event: UpstreamEvent) => boolean): Promise<UpstreamEvent> => {
    const already = events.find(test);
    return already ? Promise.resolve(already) : new Promise((found) => waiting.add({ test, found }));
  };
  return { upstream, events, logged };
}

function lost(session: UpstreamSession): Promise<unknown> {
  return new Promise((resolve) => session.onLost(resolve));
}

/** A process that only waits to be collected by its parent does nothing any more. */
function runs(pid: number): boolean {
  try {
    return !/^State:\tZ/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

async function facts(session: UpstreamSession): Promise<{
  environment: Record<string, string>;
  cwd: string;
  descriptors: string[];
  pid: number;
  uid: number;
  gid: number;
}> {
  return JSON.parse(await textOf(call(session, 'facts')));
}

describe('a conversation over stdio', () => {
  it('gives each request its own answer', async () => {
    const { upstream } = start();
    const session = upstream.open();
    const calls = Array.from({ length: 50 }, (_, n) => call(session, 'echo', { n }));
    expect(await Promise.all(calls.map(textOf))).toEqual(calls.map((_, n) => `{"n":${n}}`));
    expect(new Set(calls.map(({ pending }) => pending.upstreamId)).size).toBe(50);
    expect(upstream.health()).toEqual({ state: 'up' });
  });

  it('writes a message with line feeds as one', async () => {
    const { upstream } = start();
    const session = upstream.open();
    const smuggled = '{"jsonrpc":"2.0",\n"id":99,"method":"tools/call","params":{"name":"die"}}';
    const heard: string[] = [];
    const answered = new Promise<void>((resolve, reject) => {
      session.request(
        (id) =>
          Buffer.from(
            `{"jsonrpc":"2.0","id":${id},"method":"tools/call","params":{"name":"echo","arguments":{\r\n"a":\n${smuggled}\n}}}`,
          ),
        {},
        {
          notification: () => {},
          request: () => {},
          answer: (message) => {
            heard.push(message.bytes.toString('utf8'));
            resolve();
          },
          failure: reject,
        },
      );
    });
    await answered;
    expect(heard[0]).toContain('die');
    expect(await textOf(call(session, 'echo', 'alive'))).toBe('"alive"');
  });

  it('keeps banners and stray prints out, and says so in the log', async () => {
    const { upstream, logged } = start(['--banner']);
    const session = upstream.open();
    const stray: unknown[] = [];
    session.unattributed({ notification: (message) => stray.push(message), request: (message) => stray.push(message) });
    const one = call(session, 'echo', 1);
    expect(await textOf(one)).toBe('1');
    expect([...one.messages, ...stray]).toEqual([]);
    expect((await logged(({ event }) => event === 'stdout')).detail).toBe('Welcome!');
    await logged(({ detail }) => detail === '{ not json');
  });

  it('escapes what a server writes on its error output, line by line', async () => {
    const { upstream, events, logged } = start();
    const session = upstream.open();
    await textOf(call(session, 'stderr'));
    await logged(({ detail }) => detail.startsWith('colour'));
    await session.close();
    const lines = events.filter(({ event }) => event === 'stderr').map(({ detail }) => detail);
    expect(lines).toEqual(['colour \\u{1b}[31mred\\u{1b}[0m and \\u{202e}back', 'second line without end']);
  });

  it('attributes progress by its token and the rest to nobody', async () => {
    const { upstream } = start();
    const session = upstream.open();
    const stray: string[] = [];
    session.unattributed({ notification: ({ bytes }) => stray.push(bytes.toString()), request: () => {} });
    const other = call(session, 'hang');
    const one = call(session, 'progress');
    expect(await textOf(one)).toBe('done');
    expect(one.messages).toHaveLength(1);
    expect(one.messages[0]).toContain(`"progressToken":${one.pending.upstreamId}`);
    expect(other.messages).toEqual([]);
    expect(stray.map((text) => JSON.parse(text).method)).toEqual([
      'notifications/progress',
      'notifications/tools/list_changed',
    ]);
  });

  it('hands a server request to the one request it can be about, and the answer back', async () => {
    const { upstream } = start();
    const session = upstream.open();
    const one = ask(session, 'tools/call', { name: 'ask' }, {}, (message) => {
      if (message.kind !== 'request') return;
      void session.send(Buffer.from(`{"jsonrpc":"2.0","id":${message.id.text},"result":{"roots":[]}}`), {});
    });
    expect(await textOf(one)).toBe('{"roots":[]}');
    expect(one.messages).toHaveLength(1);
  });

  it('gives a server request to the session when several requests are under way', async () => {
    const { upstream } = start();
    const session = upstream.open();
    const asked = new Promise<string>((resolve) => {
      session.unattributed({ notification: () => {}, request: (message) => resolve(message.method) });
    });
    const one = call(session, 'hang');
    const two = call(session, 'ask');
    expect(await asked).toBe('roots/list');
    expect([...one.messages, ...two.messages]).toEqual([]);
  });

  it('tells the server of a cancellation and hears nothing more', async () => {
    const { upstream, logged } = start();
    const session = upstream.open();
    const one = call(session, 'hang');
    one.pending.cancel('changed my mind');
    const { detail } = await logged((event) => event.event === 'stderr' && event.detail.includes('cancelled'));
    expect(JSON.parse(detail.replace('heard ', ''))).toEqual({
      jsonrpc: '2.0',
      method: 'notifications/cancelled',
      params: { requestId: one.pending.upstreamId, reason: 'changed my mind' },
    });
    await textOf(call(session, 'echo'));
    expect(one.ends()).toBe(0);
  });

  it.each(['duplicate-key', 'result-and-error'])('fails a request that is answered with %s', async (tool) => {
    const { upstream, logged } = start();
    const session = upstream.open();
    const failure = await failureOf(call(session, tool));
    expect(failure).toMatchObject({ code: 'upstream_invalid', sent: true });
    await logged(({ event }) => event === 'violation');
    expect(await textOf(call(session, 'echo', 1))).toBe('1');
  });

  it('takes an answer once, and none that it did not ask for', async () => {
    const { upstream, logged } = start();
    const session = upstream.open();
    const waiting = call(session, 'wrong-id');
    await logged(({ detail }) => detail === 'answered what it was not asked');
    const twice = call(session, 'twice');
    expect(await textOf(twice)).toBe('first');
    await logged(({ detail }) => detail === 'answered a request that is no longer waiting');
    expect(twice.ends()).toBe(1);
    expect(waiting.ends()).toBe(0);
  });

  it('ends a process that sends a line over the cap', async () => {
    const { upstream, logged } = start();
    const session = upstream.open();
    const gone = lost(session);
    expect(await failureOf(call(session, 'giant-line'))).toMatchObject({ code: 'upstream_invalid', sent: true });
    await gone;
    expect((await logged(({ event }) => event === 'ended')).detail).toContain('SIGKILL');
    expect(await failureOf(call(session, 'echo'))).toMatchObject({ code: 'upstream_invalid', sent: false });
  });

  it('gives up on a server that is silent', async () => {
    const timeouts = { connectMs: 100, firstByteMs: 100, idleMs: 100 };
    const { upstream, logged } = start(['--silent'], { timeouts });
    const failure = await failureOf(call(upstream.open(), 'echo'));
    expect(failure).toMatchObject({ code: 'upstream_timeout', sent: true });
    await logged(({ event, detail }) => event === 'stderr' && detail.includes('notifications/cancelled'));
  });
});

describe('the process of a server', () => {
  it('fails everything under way when it dies, and says that it was sent', async () => {
    const { upstream, logged } = start();
    const session = upstream.open();
    const gone = lost(session);
    const calls = [call(session, 'hang'), call(session, 'hang'), call(session, 'die')];
    for (const failure of await Promise.all(calls.map(failureOf))) {
      expect(failure).toMatchObject({ code: 'upstream_unavailable', sent: true });
    }
    await gone;
    expect((await logged(({ event }) => event === 'ended')).detail).toBe('ended with status 7');
    expect(await failureOf(call(session, 'echo'))).toMatchObject({ code: 'upstream_unavailable', sent: false });
    expect(upstream.health()).toEqual({ state: 'down', detail: 'the process ended with status 7' });
    await expect(session.send(Buffer.from('{}'), {})).rejects.toMatchObject({ code: 'upstream_unavailable' });
  });

  it('is there again on the next use after a crash, and after more crashes only when the back-off allows', async () => {
    const clock = manualClock(1_000_000);
    const { upstream } = start([], {}, clock);
    const crash = async (): Promise<void> => {
      const session = upstream.open();
      const gone = lost(session);
      await failureOf(call(session, 'die'));
      await gone;
    };
    await crash();
    await crash();
    const refused = await failureOf(call(upstream.open(), 'echo'));
    expect(refused).toMatchObject({ code: 'upstream_unavailable', sent: false });
    expect(refused.message).toContain('again in 1 s');
    clock.advance(500);
    await crash();
    clock.advance(999);
    expect(await failureOf(call(upstream.open(), 'echo'))).toMatchObject({ sent: false });
    clock.advance(1);
    expect(await textOf(call(upstream.open(), 'echo', 'back'))).toBe('"back"');
  });

  it('that cannot be started fails what is asked of it, unsent', async () => {
    const { upstream, logged } = start([], { command: ['/nowhere/to-be-found'] });
    const session = upstream.open();
    const gone = lost(session);
    const failure = { code: 'upstream_unavailable', message: 'The server could not be started.', sent: false };
    expect(await failureOf(call(session, 'echo'))).toMatchObject(failure);
    expect(await gone).toMatchObject(failure);
    expect(await logged(({ event }) => event === 'ended')).toMatchObject({
      level: 'warn',
      detail: 'could not be started: ENOENT: /nowhere/to-be-found is not there, nor in PATH',
    });
  });

  it('that ends at once fails what is asked of it', async () => {
    const { upstream } = start(['--exit-at-start']);
    expect(await failureOf(call(upstream.open(), 'echo'))).toMatchObject({ code: 'upstream_unavailable' });
  });

  it('has the environment that was declared and nothing of the gateway (B93)', async () => {
    process.env.CANARY_SECRET = 'canary-1';
    process.env.TOOLGATE_SECRET_KEY = 'canary-2';
    try {
      const { upstream } = start([], {
        env: new Map([
          ['DECLARED', 'yes'],
          ['LANG', 'xx'],
        ]),
      });
      const { environment } = await facts(upstream.open());
      const expected = ['DECLARED', 'HOME', 'LANG', 'PATH', 'TMPDIR'].filter(
        (name) => name === 'DECLARED' || name === 'LANG' || process.env[name] !== undefined,
      );
      expect(Object.keys(environment).sort()).toEqual(expected);
      expect(environment).toMatchObject({ DECLARED: 'yes', LANG: 'xx' });
      expect(JSON.stringify(environment)).not.toContain('canary');
    } finally {
      delete process.env.CANARY_SECRET;
      delete process.env.TOOLGATE_SECRET_KEY;
    }
  });

  it('inherits no descriptor but its three pipes (B93)', async () => {
    const { upstream } = start();
    const { descriptors } = await facts(upstream.open());
    const files = descriptors.filter((line) => /^\d+ \//.test(line) && !/ \/(proc|dev)\//.test(line));
    expect(files).toEqual([]);
    expect(descriptors.filter((line) => /^[012] (pipe|socket|\/dev)/.test(line))).toHaveLength(3);
  });

  // Node opens descriptors of its own, among which one more would not be seen. A shell has those that it was given: its pipes,
  // and what whoever started the tests has left open for all their descendants.
  it('has no descriptor of the gateway’s, of whatever kind (B93)', async () => {
    const shell = ['/bin/sh', '-c', 'ls -m /proc/$$/fd >&2; read -r line'];
    const { upstream, logged } = start([], { command: shell });
    upstream.open();
    const { detail } = await logged(({ event }) => event === 'stderr');
    const [program = '', ...args] = shell;
    expect(detail).toBe(spawnSync(program, args, { encoding: 'utf8' }).stderr.trim());
  });

  it('has none that the gateway was started with, however high its number (B93)', () => {
    const own = new URL('../../../test/support/upstreams/list-descriptors.ts', import.meta.url);
    const shell = `exec 40<"$0" 300<"$0"; exec "$@"`;
    const program = [process.execPath, '--no-warnings', fileURLToPath(own)];
    const { stdout, stderr } = spawnSync('bash', ['-c', shell, fileURLToPath(own), ...program], { encoding: 'utf8' });
    expect(stderr).toBe('');
    const of = (process: 'gateway' | 'server') => JSON.parse(stdout)[process] as Record<string, string>;
    // The gateway keeps what it was given: it may be a lock.
    expect(of('gateway')).toMatchObject({ 40: fileURLToPath(own), 300: fileURLToPath(own) });
    expect(of('server')).toMatchObject({ 40: '/dev/null', 300: '/dev/null' });
    expect(Object.values(of('server')).filter((file) => !/^(pipe|socket):|^\/dev\/null$/.test(file))).toEqual([]);
  });

  it('puts so many questions in a second and no more', async () => {
    // Time stands still: all of them come within one second.
    const { upstream, events } = start([], {}, manualClock());
    const heard = call(upstream.open(), 'questions');
    expect(await textOf(heard)).toBe('done');
    expect(heard.messages).toHaveLength(200);
    expect(events.map(({ detail }) => detail)).toContain('asks more than can be answered');
  });

  it('leads a group and a session of its own, so that what the gateway’s terminal says does not reach it (B93)', async () => {
    const { upstream } = start();
    const { pid } = await facts(upstream.open());
    // Behind the name, which may hold anything: state, parent, group, session.
    const stat = (of: number): string[] =>
      readFileSync(`/proc/${of}/stat`, 'utf8')
        .replace(/^.*\) /, '')
        .split(' ');
    expect(stat(pid).slice(2, 4)).toEqual([String(pid), String(pid)]);
    expect(stat(process.pid)[2]).not.toBe(String(pid));
  });

  it('runs in a private folder that is gone afterwards (B93)', async () => {
    const { upstream } = start();
    const session = upstream.open();
    const { cwd } = await facts(session);
    expect(cwd).not.toBe(process.cwd());
    expect(existsSync(cwd)).toBe(true);
    await session.close();
    expect(existsSync(cwd)).toBe(false);
  });

  it('runs where it was told to (B93)', async () => {
    const { upstream } = start([], { cwd: '/' });
    expect((await facts(upstream.open())).cwd).toBe('/');
  });

  it.runIf(process.getuid?.() === 0)('runs as another user where it was told to', async () => {
    const inline = `require('node:readline').createInterface({input: process.stdin}).on('line', (line) => {
      const {id} = JSON.parse(line);
      const text = JSON.stringify({uid: process.getuid(), groups: process.getgroups(), home: process.env.HOME, cwd: process.cwd()});
      console.log(JSON.stringify({jsonrpc: '2.0', id, result: {content: [{text}]}}));
    })`;
    const node = existsSync('/usr/bin/node') ? '/usr/bin/node' : process.execPath;
    const { upstream } = start([], { command: [node, '-e', inline], runAs: { uid: 65534, gid: 65534 } });
    const seen = JSON.parse(await textOf(call(upstream.open(), 'any')));
    expect(seen).toMatchObject({ uid: 65534, groups: [65534] });
    expect(seen.home).toBe(seen.cwd);
  });

  it('runs in a sandbox where it was told to, and ends with its session', async (context) => {
    const possible = spawnSync('bwrap', ['--unshare-all', '--ro-bind', '/', '/', 'true']).status === 0;
    if (!possible) context.skip('bubblewrap (bwrap) is not here, or may make no namespaces');
    const inline = `require('node:readline').createInterface({input: process.stdin}).on('line', (line) => {
      const {id} = JSON.parse(line);
      const text = JSON.stringify({pid: process.pid, home: process.env.HOME, cwd: process.cwd(), root: require('node:fs').existsSync('/root')});
      console.log(JSON.stringify({jsonrpc: '2.0', id, result: {content: [{text}]}}));
    })`;
    const sandbox = { read: [], write: [], network: false };
    const { upstream } = start([], { command: [process.execPath, '-e', inline], sandbox });
    const session = upstream.open();
    const seen = JSON.parse(await textOf(call(session, 'any')));
    expect(seen).toMatchObject({ pid: 2, root: false });
    expect(seen.home).toBe(seen.cwd);
    await session.close();
    expect(existsSync(seen.cwd)).toBe(false);
  });

  it('does not start without the sandbox that it was to have', async () => {
    const sandbox = { read: [], write: [], network: false };
    const { upstream, logged } = start([], { sandbox, env: new Map([['PATH', '/nowhere']]) });
    expect(await failureOf(call(upstream.open(), 'any'))).toMatchObject({ code: 'upstream_unavailable', sent: false });
    await logged((event) =>
      JSON.stringify(event).includes('bwrap (bubblewrap), which makes the sandbox, is not there'),
    );
  });

  it('is a process of its own for each session, and ended with it', async () => {
    const { upstream, logged } = start();
    const [one, two] = [upstream.open(), upstream.open()];
    const [first, second] = [await facts(one), await facts(two)];
    expect(first.pid).not.toBe(second.pid);
    const waiting = call(one, 'hang');
    await one.close();
    expect(await failureOf(waiting)).toMatchObject({ code: 'upstream_unavailable', sent: true });
    expect(runs(first.pid)).toBe(false);
    expect((await logged(({ event }) => event === 'ended')).detail).toBe('ended with status 0');
    expect(runs(second.pid)).toBe(true);
  });

  it('is ended against its will, with all that it started', async () => {
    const { upstream, logged } = start(['--ignore-sigterm', '--ignore-stdin-end', '--grandchild']);
    const session = upstream.open();
    const { pid } = await facts(session);
    const { detail } = await logged((event) => event.detail.startsWith('grandchild'));
    const grandchild = Number(detail.split(' ')[1]);
    expect([runs(pid), runs(grandchild)]).toEqual([true, true]);
    await upstream.close();
    expect([runs(pid), runs(grandchild)]).toEqual([false, false]);
  });

  it('is ended when it has closed its output, since it can never answer', async () => {
    const { upstream } = start([], { command: ['/bin/sh', '-c', 'exec 1>&-; exec sleep 60'] });
    expect(await failureOf(call(upstream.open(), 'echo'))).toMatchObject({ code: 'upstream_unavailable', sent: true });
  });

  it('leaves nobody behind when it ends by itself', async () => {
    const { upstream, logged } = start(['--grandchild']);
    const session = upstream.open();
    const { detail } = await logged((event) => event.detail.startsWith('grandchild'));
    const gone = lost(session);
    await failureOf(call(session, 'die'));
    await gone;
    expect(runs(Number(detail.split(' ')[1]))).toBe(false);
  });

  it('does not outlive a gateway that leaves without closing it (B93)', async () => {
    const gateway = fileURLToPath(
      new URL('../../../test/support/upstreams/leaves-without-closing.ts', import.meta.url),
    );
    const { stdout } = await promisify(execFile)(process.execPath, ['--no-warnings', gateway]);
    const pids = Array.from(stdout.matchAll(/^(?:process|grandchild) (\d+)$/gm), ([, pid]) => Number(pid));
    expect(pids).toHaveLength(2);
    await expect.poll(() => pids.map(runs)).toEqual([false, false]);
  });

  it('opens nothing once it is closed', async () => {
    const { upstream } = start();
    await upstream.close();
    expect(await failureOf(call(upstream.open(), 'echo'))).toMatchObject({ code: 'upstream_unavailable', sent: false });
  });
});

describe('a process that was started ahead', () => {
  it("is the first session's, and nobody else's", async () => {
    const { upstream, events } = start();
    upstream.warm();
    upstream.warm();
    const [first, second] = [upstream.open(), upstream.open()];
    expect((await facts(first)).pid).not.toBe((await facts(second)).pid);
    expect(events.filter(({ event }) => event === 'started')).toHaveLength(2);
  });

  it('is ended with the upstream when nobody took it', async () => {
    const { upstream, logged } = start();
    upstream.warm();
    const pid = Number(/process (\d+)/.exec((await logged(({ event }) => event === 'started')).detail)?.[1]);
    await upstream.close();
    expect(runs(pid)).toBe(false);
  });
});

describe('a shared process', () => {
  it('serves several sessions, and tells all of them what belongs to none', async () => {
    const { upstream } = start([], { shared: true });
    const sessions = [upstream.open(), upstream.open()];
    const stray: string[][] = [[], []];
    sessions.forEach((session, n) => {
      session.unattributed({
        notification: ({ method }) => stray[n]?.push(method),
        request: ({ method }) => stray[n]?.push(method),
      });
    });
    const pids = await Promise.all(sessions.map(async (session) => (await facts(session)).pid));
    expect(pids[0]).toBe(pids[1]);
    const calls = sessions.flatMap((session, n) => [call(session, 'echo', n), call(session, 'echo', n)]);
    expect(await Promise.all(calls.map(textOf))).toEqual(['0', '0', '1', '1']);
    await textOf(call(sessions[0] as UpstreamSession, 'progress'));
    expect(stray[0]).toEqual(['notifications/progress', 'notifications/tools/list_changed']);
    expect(stray[1]).toEqual(stray[0]);
  });

  it('confides in none of them, and in a session of its own', async () => {
    const { upstream, logged } = start([], { shared: true });
    const sessions = [upstream.open(), upstream.open()];
    const heard: string[] = [];
    for (const session of sessions) {
      session.unattributed({ notification: ({ bytes }) => heard.push(bytes.toString()), request: () => {} });
    }
    // Alone, and beside a call of somebody else's, which stays alone behind it.
    const first = call(sessions[0] as UpstreamSession, 'confide');
    await textOf(first);
    const other = call(sessions[1] as UpstreamSession, 'hang');
    const second = call(sessions[0] as UpstreamSession, 'confide');
    await textOf(second);
    await textOf(call(sessions[0] as UpstreamSession, 'echo'));
    expect([heard, first.messages, second.messages, other.messages]).toEqual([[], [], [], []]);
    // The operator hears of it.
    expect((await logged(({ detail }) => detail.includes('late of'))).detail).toContain('notifications/message');
    const own = call(start().upstream.open(), 'confide');
    await textOf(own);
    expect(own.messages).toEqual([expect.stringContaining('about 1')]);
  });

  it('may ask none of them anything', async () => {
    const { upstream } = start([], { shared: true });
    const session = upstream.open();
    const one = call(session, 'ask');
    expect(await textOf(one)).toContain('-32601');
    expect(one.messages).toEqual([]);
  });

  it('lives on when one session is closed', async () => {
    const { upstream } = start([], { shared: true });
    const [one, two] = [upstream.open(), upstream.open()];
    const waiting = call(one, 'hang');
    await one.close();
    expect(await failureOf(waiting)).toMatchObject({ code: 'upstream_unavailable' });
    expect(await textOf(call(two, 'echo', 2))).toBe('2');
  });

  it('is lost to all of them, and started anew for the next', async () => {
    const { upstream } = start([], { shared: true });
    const sessions = [upstream.open(), upstream.open()];
    const gone = Promise.all(sessions.map(lost));
    await failureOf(call(sessions[0] as UpstreamSession, 'die'));
    await gone;
    expect(await textOf(call(upstream.open(), 'echo', 'new'))).toBe('"new"');
  });
});
