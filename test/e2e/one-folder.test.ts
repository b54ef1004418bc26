/** Several processes on one data folder: safe, or refused with a sentence; never silent loss. */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Child, cleanEnvironment, startChild } from '../support/gateway/child.ts';
import { runIn } from '../support/gateway/run-here.ts';

let home: string;
let data: string;
const running: Child[] = [];
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'toolgate-one-'));
  data = join(home, 'data');
  const servers = { declared: { command: ['node', 'server.js'] } };
  writeFileSync(join(home, 'toolgate.yaml'), JSON.stringify({ servers }), { mode: 0o600 });
});
afterEach(async () => {
  await Promise.allSettled(running.splice(0).map((child) => child.stop()));
  rmSync(home, { recursive: true, force: true, maxRetries: 3 });
});

function start(): Child {
  const args = ['up', '--port', '0', '--data', data];
  const child = startChild(args, { cwd: home, env: cleanEnvironment(home) });
  running.push(child);
  return child;
}

async function up(): Promise<Child> {
  const child = start();
  await child.until('stdout', /is ready on/, 60_000);
  return child;
}

/** What a command says that this process runs: a second one to the gateway's, without the second that a start takes. */
const command = (...words: string[]): Promise<string> => runIn(home, ...words, '--data', data);

const itemsOf = (lines: string): { [name: string]: unknown }[] =>
  lines
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { [name: string]: unknown });

const makeGrant = (label: string): Promise<string> => command('grant', 'create', label, '--open', 'there=p');

/** The labels of the grants that there are. */
const grants = async (): Promise<unknown[]> =>
  itemsOf(await command('grant', 'list', '--json'))
    .map(({ label }) => String(label))
    .toSorted((a, b) => (a < b ? -1 : 1));

async function register(): Promise<void> {
  writeFileSync(join(home, 'p.json'), '{"version":"1","default":"allow"}');
  await command('server', 'add', 'there', '--url', 'https://there.example/mcp');
  await command('policy', 'apply', 'p', join(home, 'p.json'));
}

describe('two processes on one data folder', { timeout: 240_000 }, () => {
  it('that both begin as the gateway: one of them is it, and the other one is told in a sentence', async () => {
    const both = [start(), start()];
    const ready = both.map(async (child) => {
      await child.until('stdout', /is ready on/, 60_000);
      return child;
    });
    const first = await Promise.any(ready);
    const [second] = both.filter((child) => child !== first);
    expect(await second?.ended).toEqual({ code: 1, signal: null });
    const said = second
      ?.stderr()
      .split('\n')
      .filter((line) => line.startsWith('toolgate: '));
    expect(said).toEqual([
      expect.stringMatching(/^toolgate: the data folder .* is in use by another toolgate up; .*--data/),
    ]);
    await Promise.allSettled(ready);
    expect(itemsOf(await command('server', 'list', '--json'))).toMatchObject([{ slug: 'declared' }]);
  });

  it('a command beside a gateway is done by the gateway, and several at once lose nothing', async () => {
    await up();
    await register();
    await Promise.all(['a', 'b', 'c'].map(makeGrant));
    expect(await grants()).toEqual(['a', 'b', 'c']);
    // What the file declares and how it is, nobody but the gateway knows: it is the gateway that answered.
    expect(itemsOf(await command('server', 'list', '--json'))).toMatchObject([
      { slug: 'declared', origin: 'file', health: { state: 'unknown' } },
      { slug: 'there', origin: 'stored' },
    ]);
  });

  it('what a gateway leaves that is killed holds up neither a command nor the next gateway', async () => {
    const killed = await up();
    await register();
    await makeGrant('before');
    process.kill(killed.pid, 'SIGKILL');
    await killed.ended;
    expect(existsSync(join(data, 'control.sock'))).toBe(true);

    await makeGrant('between');
    const next = await up();
    await makeGrant('after');
    expect(await grants()).toEqual(['after', 'before', 'between']);
    await command('audit', 'verify');
    expect(await next.stop()).toEqual({ code: 0, signal: null });
    expect(existsSync(join(data, 'control.sock'))).toBe(false);
  });
});
