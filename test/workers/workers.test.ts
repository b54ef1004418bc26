/** The process that looks after several others behind one port. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { BackOff } from '../../src/workers/back-off.ts';

const soon = { timeout: 60_000, interval: 20 };
let folder: string;
let parent: ChildProcess | undefined;
let said: string;
/** How long a worker that was asked to end has. */
let leaveMs: number;
let count: number;
beforeEach(() => {
  leaveMs = 60_000;
  count = 2;
  folder = mkdtempSync(join(tmpdir(), 'toolgate-workers-'));
});
afterEach(() => {
  parent?.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

function begin(...args: string[]): ChildProcess {
  const program = fileURLToPath(new URL('./parent.ts', import.meta.url));
  const child = spawn(process.execPath, ['--no-warnings', program, folder, String(leaveMs), String(count), ...args], {
    stdio: 'pipe',
  });
  parent = child;
  said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
  }
  return child;
}

async function serving(...args: string[]): Promise<{ readonly origin: string; readonly child: ChildProcess }> {
  const child = begin(...args);
  // Two speak, each on a stream of its own: either may be heard first.
  const port = await vi.waitFor(() => {
    expect(said).toContain(`${count} workers serve it.`);
    return /ready on (\d+),/.exec(said)?.[1] ?? expect.unreachable();
  }, soon);
  return { origin: `http://127.0.0.1:${port}`, child };
}

const pidAt = async (url: string): Promise<string> => (await fetch(url)).text();

/** Whoever looks after workers has seen to whatever was there before: it has answered twice since. */
async function seenTo(child: ChildProcess): Promise<void> {
  for (let time = 0; time < 2; time += 1) {
    const before = said.match(/still here/g)?.length ?? 0;
    child.stdin?.write('.');
    await vi.waitFor(() => expect(said.match(/still here/g)?.length ?? 0).toBeGreaterThan(before), soon);
  }
}

const goOn = (): string => join(folder, 'go-on');

/** One of them does nothing more until there is `goOn`. @returns its request, and its process id */
async function standingStill(origin: string): Promise<readonly [hangs: Promise<string>, pid: number]> {
  const hangs = pidAt(`${origin}/still${goOn()}`).catch(() => 'cut off');
  const begun = `${goOn()}.begun`;
  await vi.waitFor(() => expect(existsSync(begun) && readFileSync(begun, 'utf8')).toMatch(/^\d+$/), soon);
  return [hangs, Number(readFileSync(begun, 'utf8'))];
}

/** Who answers: each is asked. */
async function pids(origin: string): Promise<ReadonlySet<string>> {
  return new Set(await Promise.all(Array.from({ length: 8 }, () => pidAt(origin))));
}

async function end(child: ChildProcess): Promise<number | null> {
  if (child.exitCode === null) await once(child, 'exit');
  return child.exitCode;
}

const gone = (all: Iterable<string>): Promise<void> =>
  vi.waitFor(() => {
    for (const pid of all) expect(() => process.kill(Number(pid), 0)).toThrow('ESRCH');
  }, soon);

describe('several workers', { timeout: 120_000 }, () => {
  it('share a port, each with a folder of its own, and their metrics; one that dies is followed by another', async () => {
    const { origin, child } = await serving();
    const before = await pids(origin);
    expect(before.size).toBe(2);
    expect(readdirSync(join(folder, 'workers')).sort()).toEqual(['1', '2']);
    const told = await pidAt(`${origin}/metrics`);
    const each = [...told.matchAll(/^pid\{worker="([12])"\} (\d+)$/gm)];
    expect(new Set(each.map(([, , pid]) => pid))).toEqual(before);
    expect(told).toContain('toolgate_workers 2');

    const [victim = '', other = ''] = before;
    process.kill(Number(victim), 'SIGKILL');
    await vi.waitFor(async () => {
      const now = await pids(origin);
      expect(now.size).toBe(2);
      expect(now.has(victim)).toBe(false);
      expect(now.has(other)).toBe(true);
    }, soon);
    expect(said).toMatch(/worker [12] has ended \(SIGKILL\); another is started in 250 ms/);

    const last = pidAt(`${origin}/slow`);
    await vi.waitFor(async () => expect(await pidAt(origin)).toMatch(/^\d+$/), soon);
    child.kill('SIGTERM');
    expect(await last).toMatch(/^\d+$/);
    expect(await end(child)).toBe(0);
  });

  it('are replaced one after the other, and nobody who calls all the time is turned away', async () => {
    const { origin, child } = await serving();
    const old = await pids(origin);
    const failed: unknown[] = [];
    let calls = 0;
    let done = false;
    const callers = Array.from({ length: 4 }, async () => {
      for (; !done; calls += 1) await pidAt(`${origin}/slow`).catch((error: unknown) => failed.push(error));
    });
    child.kill('SIGUSR2');
    await vi.waitFor(() => expect(said.match(/worker \d has been replaced/g)).toHaveLength(2), soon);
    const now = await pids(origin);
    done = true;
    await Promise.all(callers);
    expect([...now].filter((pid) => old.has(pid))).toEqual([]);
    expect(now.size).toBe(2);
    expect(calls).toBeGreaterThan(0);
    expect(failed).toEqual([]);
    await gone(old);
  });

  it('stay as they are when the first of a new version does not come up', async () => {
    const marker = join(folder, 'broken');
    const { origin, child } = await serving('--when-broken', marker);
    const old = await pids(origin);
    writeFileSync(marker, '');
    child.kill('SIGUSR2');
    await vi.waitFor(() => expect(said).toContain('does not come up; the others are not replaced'), soon);
    const [left = ''] = await pids(origin);
    expect(old.has(left)).toBe(true);
    // It is tried again all the same: what was wrong may be mended.
    rmSync(marker);
    await vi.waitFor(async () => expect((await pids(origin)).size).toBe(2), soon);
  });

  it('end at once when asked twice, and after a while when one hangs', async () => {
    const { origin, child } = await serving();
    const hangs = pidAt(`${origin}/never`).catch(() => 'cut off');
    const living = await pids(origin);
    child.kill('SIGTERM');
    await vi.waitFor(() => expect(pidAt(origin)).rejects.toThrow(), soon);
    expect(child.exitCode).toBe(null);
    child.kill('SIGTERM');
    expect(await end(child)).toBe(1);
    expect(await hangs).toBe('cut off');
    await gone(living);

    leaveMs = 1_000;
    const again = await serving();
    const hangsToo = pidAt(`${again.origin}/never`).catch(() => 'cut off');
    await pids(again.origin);
    again.child.kill('SIGTERM');
    expect(await end(again.child)).toBe(0);
    expect(await hangsToo).toBe('cut off');
    expect(said).toMatch(/worker \d does not end; it is killed/);
  });

  it('lose no connection that one of them was given and had not taken when it was killed', async () => {
    const { origin, child } = await serving();
    const [hangs, still] = await standingStill(origin);
    let answered = 0;
    const callers = Array.from({ length: 4 }, async () => {
      const pid = await pidAt(origin);
      answered += 1;
      return pid;
    });
    await seenTo(child);
    await vi.waitFor(() => expect(answered).toBe(3), soon);
    process.kill(still, 'SIGKILL');
    const by = new Set(await Promise.all(callers));
    expect(by.size).toBe(1);
    expect(by.has(String(still))).toBe(false);
    expect(await hangs).toBe('cut off');
  });

  it('leave nobody waiting who has come when the last of them listens no more, while it has others', async () => {
    count = 1;
    const { origin, child } = await serving();
    const [hangs, still] = await standingStill(origin);
    const late = connect(Number(new URL(origin).port), '127.0.0.1');
    const ended = new Promise((resolve) => late.on('error', () => undefined).once('close', resolve));
    await once(late, 'connect');
    late.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n');
    await seenTo(child);
    writeFileSync(goOn(), '');
    await ended;
    expect(late.bytesRead).toBe(0);
    expect(() => process.kill(still, 0)).not.toThrow();
    child.kill('SIGKILL');
    process.kill(still, 'SIGKILL');
    expect(await hangs).toBe('cut off');
  });

  it('do not outlive whoever looks after them, and are not begun when the first does not serve', async () => {
    const { origin, child } = await serving();
    const orphans = await pids(origin);
    child.kill('SIGKILL');
    await gone(orphans);
    const broken = begin('--broken');
    expect(await end(broken)).toBe(1);
  });
});

it('need a database server, a number, and a configuration', async () => {
  const refused = async (env: Record<string, string>, ...args: string[]): Promise<string> => {
    const stderr = new PassThrough();
    const io = { stdin: new PassThrough(), stdout: new PassThrough(), stderr, env, cwd: folder };
    expect(await main(['up', ...args], io)).toBe(2);
    return String(stderr.read());
  };
  const server = 'set TOOLGATE_DATABASE_URL';
  expect(await refused({}, '--workers', '2')).toContain(server);
  expect(await refused({ TOOLGATE_VALKEY_URL: 'redis://x' }, '--workers', '2')).toContain(server);
  expect(await refused({}, '--workers', '0')).toContain('a number from 1 to 99');
  expect(await refused({}, '--workers', '2', '--demo')).toContain('not with --demo');
});

it('wait longer each time, and not for ever', () => {
  const wait = new BackOff();
  const waits = Array.from({ length: 9 }, () => wait.next());
  expect(waits).toEqual([250, 500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
  wait.reset();
  expect(wait.next()).toBe(250);
});
