import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import { setTimeout } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { manualClock } from '../../src/kernel/index.ts';
import { KeyRing } from '../../src/seal/index.ts';
import { openAuditReader, openStore } from '../../src/store/index.ts';
import { openJournal } from '../../src/store/journal/open-journal.ts';
import { openGateway } from '../adversarial/gateway/open-gateway.ts';
import { rawAgent } from '../adversarial/gateway/raw-agent.ts';
import { seeded } from '../support/seeded.ts';
import { answer, type Incoming } from '../support/upstreams/answer.ts';
import { listening } from '../support/upstreams/listening.ts';
import { foundLines } from './found-lines.ts';
import { intentOf, recordOf } from './journal-calls.ts';
import { type Fate, WriteLog } from './write-log.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'toolgate-power-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const fates: readonly Fate[] = [
  'nothing',
  'everything',
  'the last alone',
  'zeros',
  { torn: 0.01 },
  { torn: 0.4 },
  { torn: 0.99 },
];

/** Fifty calls, some at a time, on a disk that fills up, fails to write and fails to sync in between. */
async function live(disk: WriteLog, seed: number): Promise<void> {
  const random = seeded(seed);
  const journal = openJournal({
    folder: '/simulated',
    writer: 'w',
    segment: 1,
    clock: manualClock(7),
    files: disk,
    probeMs: 2,
    segmentBytes: 3_000,
    reserve: { from: 1_000, bytes: 700 },
  });
  const call = async (id: string, sync: boolean): Promise<void> => {
    await journal.intent(intentOf(id), sync);
    disk.told(`intent ${id}`, sync);
    await journal.record(recordOf(id));
    disk.told(`ending ${id}`, false);
  };
  const calls: Promise<void>[] = [];
  for (let n = 0; n < 50; n += 1) {
    calls.push(call(`r${n}`, random() < 0.5).catch(() => {}));
    if (random() < 0.5) await setTimeout(1 + random() * 4);
    // A fault lasts for some calls, and most of the time there is none.
    if (random() < 0.3) {
      disk.room = random() < 0.2 ? Math.floor(random() * 300) : Number.POSITIVE_INFINITY;
      disk.broken = { write: random() < 0.15, sync: random() < 0.15 };
    }
  }
  await Promise.all(calls);
  disk.room = Number.POSITIVE_INFINITY;
  disk.broken = {};
  await journal.close().catch(() => {});
}

describe('the power fails after every single write, sync and promise', () => {
  test.each([1, 2, 3])(
    'life %i: what was promised as synced is found, once; nothing else breaks what is there',
    async (seed) => {
      const disk = new WriteLog();
      await live(disk, seed);
      expect(disk.promised(disk.length, true).length).toBeGreaterThan(5);
      let images = 0;
      for (let length = 0; length <= disk.length; length += 1) {
        for (const fate of fates) {
          images += 1;
          const where = join(folder, String(images));
          disk.lay(where, length, fate);
          const found = foundLines(where, 'w').filter((line) => !line.startsWith('event'));
          rmSync(where, { recursive: true });
          const at = `after ${length} of ${disk.length}, ${JSON.stringify(fate)}`;
          expect(found, at).toEqual(expect.arrayContaining([...disk.promised(length, true)]));
          expect(new Set(found).size, at).toBe(found.length);
        }
        // Killed: whatever was written is there.
        const where = join(folder, 'killed');
        disk.lay(where, length, 'everything');
        expect(foundLines(where, 'w')).toEqual(expect.arrayContaining([...disk.promised(length, false)]));
        rmSync(where, { recursive: true });
      }
      expect(images).toBeGreaterThan(500);
    },
    120_000,
  );
});

test('the chain is whole wherever the journal was cut, and goes on from there', async () => {
  const ring = new KeyRing([Buffer.alloc(32, 7)]);
  const data = join(folder, 'data');
  const store = await openStore(data, { mode: 'shared', keys: () => ring });
  const journal = await store.openJournal(manualClock(1_700_000_000_000));
  const whole = join(folder, 'whole');
  for (let n = 0; n < 6; n += 1) {
    await journal.intent(intentOf(`r${n}`), true);
    if (n % 2 === 0) await journal.record(recordOf(`r${n}`));
  }
  // As a folder whose process is gone: nothing of the journal was drained.
  cpSync(data, whole, { recursive: true });
  await store.close();
  const [segment] = readdirSync(whole, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.log'));
  if (segment === undefined) return expect.unreachable('there is no journal');
  const size = readFileSync(join(whole, segment)).length;
  let most = 0;
  for (let cut = 0; cut <= 8; cut += 1) {
    const where = join(folder, `cut-${cut}`);
    cpSync(whole, where, { recursive: true });
    const kept = Math.floor((size * cut) / 8);
    truncateSync(join(where, segment), kept);
    // The block that was being written holds what was there before.
    if (cut % 2 === 1) writeFileSync(join(where, segment), Buffer.alloc(300, cut), { flag: 'a' });
    const again = await openStore(where, { mode: 'shared', keys: () => ring });
    const next = await again.openJournal(manualClock(1_700_000_100_000));
    await next.intent(intentOf('later'), true);
    await next.record(recordOf('later'));
    await again.close();
    const reader = openAuditReader(where);
    const records = await reader.query({ kind: 'call', order: 'oldest', limit: 100 });
    const { findings } = await reader.verify(ring, []);
    await reader.close();
    expect(findings).toEqual([]);
    expect(records.length).toBeGreaterThanOrEqual(Math.max(1, most));
    most = records.length;
  }
  expect(most).toBe(7);
}, 120_000);

test('no call is at its server before its intent is where its class demands it', async () => {
  const disk = new WriteLog();
  disk.syncMs = 25;
  const tools = ['delete_file', 'read_file'].map((name) => ({
    name,
    description: name === 'delete_file' ? 'Deletes a file for good.' : 'Reads the contents of a file.',
    annotations: { readOnlyHint: name === 'read_file', destructiveHint: name === 'delete_file' },
    inputSchema: { type: 'object' as const },
  }));
  const arrived = new Map<string, { readonly durable: boolean; readonly written: boolean }>();
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (request.method !== 'POST') return void response.writeHead(405).end();
    const message = (await json(request)) as Incoming;
    if (message.method === 'tools/call') {
      const found = (fate: 'nothing' | 'everything'): boolean => {
        const where = join(folder, `arrived-${arrived.size}-${fate}`);
        disk.lay(where, disk.length, fate);
        // The newest intent is of this call: they are made one after another.
        return foundLines(where, 'w').filter((line) => line.startsWith('intent')).length === arrived.size + 1;
      };
      const name = String((message.params as { name?: unknown }).name);
      const state = { durable: found('nothing'), written: found('everything') };
      arrived.set(`${name} ${arrived.size}`, state);
    }
    const result = answer(message, tools);
    const body = JSON.stringify({ jsonrpc: '2.0', id: message.id, result: result ?? {} });
    response.writeHead(message.id === undefined ? 202 : 200, { 'content-type': 'application/json' });
    response.end(message.id === undefined ? undefined : body);
  };
  const server = createServer((request, response) => void serve(request, response));
  const port = await listening(server);
  const gateway = await openGateway({
    servers: { files: { url: `http://127.0.0.1:${port}/mcp`, allowPrivate: true } },
    policies: { files: { version: '1', default: 'allow' } },
  });
  const { journal } = gateway.ports;
  try {
    gateway.ports.journal = openJournal({
      folder: '/simulated',
      writer: 'w',
      segment: 1,
      clock: gateway.ports.clock,
      files: disk,
    });
    const agent = await rawAgent(gateway, 'files');
    for (let n = 0; n < 6; n += 1) {
      const answered = await agent.call(n % 2 === 0 ? 'delete_file' : 'read_file', '{}', String(n));
      expect(answered.body).toContain('called');
    }
    expect(arrived.size).toBe(6);
    for (const [name, { durable, written }] of arrived) {
      expect([name, written]).toEqual([name, true]);
      if (name.startsWith('delete_file')) expect([name, durable]).toEqual([name, true]);
    }
    // A class that may wait for its sync does not: so the difference was seen.
    expect([...arrived].some(([name, { durable }]) => name.startsWith('read_file') && !durable)).toBe(true);
    await gateway.ports.journal.close();
  } finally {
    gateway.ports.journal = journal;
    await gateway.close();
    server.closeAllConnections();
    server.close();
  }
}, 60_000);
