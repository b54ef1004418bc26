import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { CallRecord } from '../../src/audit/index.ts';
import { KeyRing } from '../../src/seal/index.ts';
import { openAuditReader, openStore } from '../../src/store/index.ts';
import { unit } from './journal-calls.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'toolgate-kill-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const script = fileURLToPath(new URL('./journal-child.ts', import.meta.url));
const ring = new KeyRing([Buffer.alloc(32, 7)]);

/** Lets a gateway run until it has acknowledged so much, then kills it. @returns all it has acknowledged */
async function liveAndDie(lines: number): Promise<string[]> {
  const child: ChildProcessByStdio<null, Readable, null> = spawn(process.execPath, [script, folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => {
    text += chunk.toString();
    if (text.split('\n').length > lines) child.kill('SIGKILL');
  });
  await once(child, 'close');
  return text
    .split('\n')
    .slice(0, -1)
    .filter((line) => line !== 'ready');
}

/** Everything in the store, after a last start has taken over what the dead have left. */
async function takeOver() {
  const store = await openStore(folder, { mode: 'exclusive', keys: () => ring });
  const amount = (await store.counters()).rows.reduce((sum, row) => sum + row.amount, 0);
  await store.close();
  const reader = openAuditReader(folder);
  const stored = await reader.query({ kind: 'call', order: 'oldest', limit: 1_000_000 });
  const { findings } = await reader.verify(ring, []);
  await reader.close();
  return { amount, records: stored.map(({ text }): CallRecord => JSON.parse(text)), findings };
}

function expectKept(
  acknowledged: readonly string[],
  { amount, records, findings }: Awaited<ReturnType<typeof takeOver>>,
) {
  expect(findings).toEqual([]);
  const byId = new Map(records.map((record) => [record.requestId, record]));
  expect(byId.size).toBe(records.length);
  for (const line of acknowledged) {
    const record = byId.get(line.slice(2));
    if (record === undefined) expect.unreachable(`${line} was acknowledged and is lost`);
    if (line.startsWith('c ')) expect(record.interrupted).toBeUndefined();
  }
  expect(amount).toBe(records.filter((record) => record.givenBack === undefined).length * unit);
}

test('fifty gateways killed, five at a time on one folder: no record is lost, none counts twice', async () => {
  const lane = async (number: number): Promise<string[]> => {
    const acknowledged: string[] = [];
    for (let round = 0; round < 10; round += 1)
      acknowledged.push(...(await liveAndDie(1 + ((round * 37 + number) % 400))));
    return acknowledged;
  };
  const acknowledged = (await Promise.all([0, 1, 2, 3, 4].map(lane))).flat();
  expect(acknowledged.length).toBeGreaterThan(50);
  expectKept(acknowledged, await takeOver());
}, 240_000);
