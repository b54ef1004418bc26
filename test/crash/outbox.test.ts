import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { webhookReceiver } from '../support/notify/webhook-receiver.ts';

const child = fileURLToPath(new URL('outbox-child.ts', import.meta.url));
const secret = `whsec_${Buffer.alloc(32, 9).toString('base64')}`;
const rounds = 3;

/** Runs the child; kills it in the middle of things once it has made so many changes. */
async function run(args: readonly string[], killAfter: number | undefined, changes: string[]): Promise<number | null> {
  const process_ = spawn(process.execPath, ['--no-warnings', child, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  let seen = 0;
  process_.stdout.setEncoding('utf8').on('data', (text: string) => {
    for (const [, id = ''] of text.matchAll(/^c ([0-9a-f]+)$/gm)) {
      changes.push(id);
      seen += 1;
      // Not at once: somewhere between this statement and one of the next.
      if (seen === killAfter) setTimeout(() => process_.kill('SIGKILL'), seen % 7);
    }
  });
  return new Promise((resolve) => process_.on('close', resolve));
}

test('processes killed between any two statements: every change that was made is told, twice at most by one id', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'toolgate-outbox-'));
  const receiver = await webhookReceiver(secret);
  const changes: string[] = [];
  try {
    for (let round = 0; round < rounds; round += 1) {
      expect(await run([folder, receiver.url, secret], 2 + round, changes)).toBe(null);
    }
    expect(await run([folder, receiver.url, secret, 'drain'], undefined, changes)).toBe(0);
    expect(changes.length).toBeGreaterThanOrEqual(rounds * 2);
    const kills = receiver.received.map(({ body }) => JSON.parse(body).data.kill as string);
    for (const id of changes) expect(kills).toContain(id);
    expect(receiver.received.every(({ signed }) => signed)).toBe(true);
    // Who was told twice can tell: one id a message, one message an id.
    const ids = new Map<string, Set<unknown>>();
    for (const [i, { headers }] of receiver.received.entries()) {
      const kill = kills[i] ?? '';
      ids.set(kill, (ids.get(kill) ?? new Set()).add(headers['webhook-id']));
    }
    for (const known of ids.values()) expect(known.size).toBe(1);
  } finally {
    receiver.close();
    rmSync(folder, { recursive: true, force: true });
  }
}, 180_000);
