import { execFileSync, spawnSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { openSession } from '../support/gateway/raw-session.ts';
import { runCommand } from '../support/gateway/run-command.ts';
import { startGateway, type TestGateway } from '../support/gateway/start-gateway.ts';
import { startByteCounter } from '../support/upstreams/byte-counter.ts';

/**
 * No record, no call, with a real `toolgate up` whose files cannot grow any more: the operating system refuses every
 * write beyond a size (RLIMIT_FSIZE), and allows it again later.
 */
const program = 'prlimit';
const isThere = spawnSync(program, ['--version']).status === 0;
const unlimited = 'unlimited';

function letFilesGrow({ child }: TestGateway, to: number | typeof unlimited): void {
  execFileSync(program, ['--pid', `${child.pid}`, `--fsize=${to}:${unlimited}`]);
}

/** The size of the journal's segment that is being written. */
function journalSize({ dataFolder }: TestGateway): number {
  const files = readdirSync(dataFolder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const segments = files
    .filter(({ name }) => /^\d+\./.test(name))
    .map(({ parentPath, name }) => join(parentPath, name));
  expect(segments.length).toBeGreaterThan(0);
  return Math.max(...segments.map((path) => statSync(path).size));
}

describe('a disk that takes nothing more', () => {
  test.for<[string, (gateway: TestGateway) => number]>([
    ['at all', () => 0],
    ['but half of the next record', (gateway: TestGateway) => journalSize(gateway) + 200],
  ])('%s', { timeout: 60_000 }, async ([, limitOf], context) => {
    if (!isThere) return context.skip('there is no prlimit here');
    const upstream = await startByteCounter();
    const most = 5;
    const gateway = await startGateway({
      servers: { counted: { url: upstream.url, allowPrivate: true } },
      policies: {
        counted: {
          version: '1',
          default: 'deny',
          tools: { echo: { limits: [{ counter: 'echo', window: 'day', max: most, scope: 'grant' }] } },
        },
      },
    });
    const ready = async (): Promise<number> => (await fetch(`${gateway.origin}/readyz`)).status;
    try {
      const session = await openSession(gateway.url('counted'), gateway.token());
      expect((await session.call(1, 'echo')).text).toContain('called echo');
      expect(await ready()).toBe(200);

      letFilesGrow(gateway, limitOf(gateway));
      upstream.reset();
      for (let id = 10; id < 30; id += 1) {
        const { status, text } = await session.call(id, 'echo');
        expect([status, JSON.parse(text)]).toMatchObject([
          200,
          { id, error: { code: -32603, data: { code: 'audit_unavailable', retryable: true } } },
        ]);
      }
      expect(upstream.bytes()).toBe(0);
      expect(await ready()).toBe(503);
      expect((await fetch(`${gateway.origin}/healthz`)).status).toBe(200);

      letFilesGrow(gateway, unlimited);
      await vi.waitFor(async () => expect((await session.call('again', 'echo')).text).toContain('called echo'), {
        timeout: 20_000,
        interval: 100,
      });
      await vi.waitFor(async () => expect(await ready()).toBe(200), { timeout: 10_000 });
      // What was not made took nothing; what was made before and after is counted.
      for (let id = 41; id <= 39 + most; id += 1) {
        if (id < 39 + most) expect((await session.call(id, 'echo')).text).toContain('called echo');
        else expect((await session.call(id, 'echo')).text).toContain('rate_limited');
      }
      expect(upstream.toolCalls()).toBe(most - 1);

      process.kill(gateway.child.pid, 'SIGTERM');
      expect(await gateway.child.ended).toEqual({ code: 0, signal: null });
      expect(gateway.child.stderr()).toMatch(/records cannot be kept[\s\S]*records can be kept again/);
      const cli = (...args: string[]) =>
        runCommand(['audit', ...args, '--data', gateway.dataFolder], { cwd: gateway.dataFolder });
      expect((await cli('verify')).stdout).toMatch(/all as written/);
      const kept = (await cli('query', '--json', '--outcome', 'allow')).stdout.trim().split('\n');
      expect(kept).toHaveLength(most);
    } finally {
      await gateway.stop();
      await upstream.close();
    }
  });
});
