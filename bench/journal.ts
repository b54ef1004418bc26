import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CallRecord, Intent, Journal } from '../src/audit/index.ts';
import { anchoredClock, newId } from '../src/kernel/index.ts';
import { KeyRing } from '../src/seal/index.ts';
import { openJournal, openStore } from '../src/store/index.ts';

/**
 * What it costs to keep a call: CPU of the whole process per call (intent, record, and the objects they are made of),
 * with 64 calls in flight; and how fast the store takes records in. The first round warms up and is not printed.
 */
const inFlight = 64;
const turns = 1_500;
const calls = inFlight * turns;
const clock = anchoredClock();

function factsOf() {
  return {
    requestId: newId(),
    time: clock.now(),
    organization: 'default',
    grant: { id: 'g'.repeat(32), label: 'alice-laptop' },
    session: 's'.repeat(16),
    client: { name: 'claude-code', version: '1.2.3' },
    server: 'netdiag',
    method: 'tools/call',
    subject: 'tcp_connect',
    argumentKeys: ['host', 'port', 'timeout_ms'],
    definitionHash: 'd'.repeat(64),
    policy: 'netdiag',
    policyVersion: 3,
  };
}

async function makeCalls(journal: Journal, sync: boolean): Promise<void> {
  for (let i = 0; i < turns; i += 1) {
    const facts = factsOf();
    const taken = [{ key: '8:netdiag3:abc', windowMs: 60_000, align: 'sliding', cost: 1_000_000 }] as const;
    const intent: Intent = { kind: 'intent', ...facts, takenAt: facts.time, taken };
    await journal.intent(intent, sync);
    const ending = { outcome: 'allow', upstream: { status: 'ok', ms: 3 }, ms: 4, bytes: { in: 206, out: 93 } } as const;
    const record: CallRecord = { kind: 'call', ...facts, ...ending };
    await journal.record(record);
  }
}

async function round(sync: boolean, print: boolean): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'toolgate-bench-'));
  const journal = openJournal({ folder, writer: 'bench', segment: 1, clock });
  const cpu = process.cpuUsage();
  const begun = clock.monotonic();
  await Promise.all(Array.from({ length: inFlight }, () => makeCalls(journal, sync)));
  const { user, system } = process.cpuUsage(cpu);
  const perSecond = (calls / (clock.monotonic() - begun)) * 1_000;
  const title = sync ? 'synced first' : 'written first';
  if (print)
    console.log(`${title}: ${((user + system) / calls).toFixed(2)} µs CPU a call, ${perSecond.toFixed(0)} calls/s`);
  await journal.close();
  rmSync(folder, { recursive: true });
}

async function drain(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'toolgate-bench-'));
  const store = await openStore(folder, { mode: 'exclusive', keys: () => new KeyRing([Buffer.alloc(32, 1)]) });
  const journal = await store.openJournal(clock);
  const cpu = process.cpuUsage();
  const begun = clock.monotonic();
  await Promise.all(Array.from({ length: inFlight }, () => makeCalls(journal, false)));
  await store.drained();
  const { user, system } = process.cpuUsage(cpu);
  const perSecond = (calls / (clock.monotonic() - begun)) * 1_000;
  console.log(
    `kept and drained: ${((user + system) / calls).toFixed(2)} µs CPU a call, ${perSecond.toFixed(0)} records/s`,
  );
  await store.close();
  rmSync(folder, { recursive: true });
}

for (const print of [false, true, true]) for (const sync of [false, true]) await round(sync, print);
await drain();
