import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { otlpCollector } from '../support/notify/otlp-collector.ts';
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

test('processes killed between any two statements: every change is told, by one id, and every record of one', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'toolgate-outbox-'));
  const receiver = await webhookReceiver(secret);
  const collector = await otlpCollector();
  const changes: string[] = [];
  try {
    for (let round = 0; round < rounds; round += 1) {
      expect(await run([folder, receiver.url, secret, collector.url], 2 + round, changes)).toBe(null);
    }
    expect(await run([folder, receiver.url, secret, collector.url, 'drain'], undefined, changes)).toBe(0);
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
    // The same of records: every one, none with a gap before it, and nothing that breaks a rule of the protocol.
    expect(collector.faults).toEqual([]);
    const told = collector.records.map(({ attributes }) => ({
      seq: Number(attributes.get('toolgate.seq')),
      detail: String(attributes.get('toolgate.detail.kill')),
    }));
    for (const id of changes) expect(told.map(({ detail }) => detail)).toContain(id);
    const seqs = [...new Set(told.map(({ seq }) => seq))].sort((a, b) => a - b);
    expect(seqs).toEqual(Array.from(seqs, (_, i) => (seqs[0] ?? 0) + i));
  } finally {
    receiver.close();
    collector.close();
    rmSync(folder, { recursive: true, force: true });
  }
}, 180_000);
