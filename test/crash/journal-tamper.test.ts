import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { manualClock } from '../../src/kernel/index.ts';
import { KeyRing } from '../../src/seal/index.ts';
import { openStore } from '../../src/store/index.ts';

let folder: string;
const key = Buffer.alloc(32, 7);
const ring = new KeyRing([key]);

/** Six records: five calls, of which one has a name made to attack, and an event. */
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'toolgate-tamper-'));
  const store = await openStore(folder, { mode: 'exclusive', keys: () => ring });
  const journal = await store.openJournal(manualClock(1_000));
  for (const subject of ['a', 'b', '=cmd|calc\u202e\u001b[31m', 'd', 'e']) {
    await journal.record({
      kind: 'call',
      requestId: `r-${subject}`,
      time: 1_000,
      organization: 'o',
      grant: { id: 'g', label: 'alice' },
      server: 's',
      method: 'tools/call',
      subject,
      outcome: 'deny',
      code: 'denied',
      ms: 1,
    });
  }
  await journal.record({ kind: 'event', time: 1_000, event: 'stopped', detail: {} });
  await store.close();
});
afterEach(() => rmSync(folder, { recursive: true }));

function tamper(sql: string): void {
  const database = new DatabaseSync(join(folder, 'toolgate.db'));
  database.exec(sql);
  database.close();
}

async function audit(...argv: string[]): Promise<{ status: number; out: string; err: string }> {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const env = { TOOLGATE_SECRET_KEY: key.toString('base64') };
  const status = await main(['audit', ...argv, '--data', folder], {
    stdin: new PassThrough(),
    stdout,
    stderr,
    env,
    cwd: folder,
  });
  const text = (stream: PassThrough): string => String(stream.read() ?? '');
  return { status, out: text(stdout), err: text(stderr) };
}

test('verify passes on what is as it was written', async () => {
  expect(await audit('verify')).toEqual({ status: 0, out: '6 records in 1 chains: all as written\n', err: '' });
});

test.each([
  ['an edited record', "UPDATE call_record SET text = replace(text, 'deny', 'allow') WHERE seq = 2", /edited {2}\w+:2/],
  ['an edited column', "UPDATE call_record SET outcome = 'allow' WHERE seq = 2", /edited {2}\w+:2 .* filed under/],
  ['a record that no filter finds', 'UPDATE call_term SET bits = bits & ~8', /edited {2}\w+:3 .* not found by/],
  ['records that no filter finds', 'DELETE FROM call_span', /edited {2}\w+:1 .* not found by[\s\S]*edited {2}\w+:5 /],
  ['a removed record', 'DELETE FROM call_record WHERE seq = 3', /removed {2}\w+:3/],
  ['a cut tail', 'DELETE FROM event', /cut {2}\w+:6/],
  [
    'swapped records',
    'UPDATE call_record SET seq = -1 WHERE seq = 2; UPDATE call_record SET seq = 2 WHERE seq = 4; UPDATE call_record SET seq = 4 WHERE seq = -1',
    /reordered {2}\w+:2[\s\S]*reordered {2}\w+:4/,
  ],
  [
    'a forged cut',
    'DELETE FROM call_record WHERE seq = 1; INSERT INTO chain_cut SELECT writer, 1, prev_mac, 5, zeroblob(32) FROM call_record WHERE seq = 2',
    /bad_cut {2}\w+:1/,
  ],
])('verify names %s and exits with 1', async (_, sql, expected) => {
  tamper(sql);
  const { status, out } = await audit('verify');
  expect(out).toMatch(expected);
  expect(status).toBe(1);
});

/** What says where something lies, and nothing of what happened. */
const ofNoRecord = new Set(['id', 'segment', 'offset', 'last_time']);

test('verify finds whatever cell is changed, of a record, of a chain or of a cut', async () => {
  const store = await openStore(folder, { mode: 'exclusive', keys: () => ring });
  await store.retain({ before: 2_000, now: 3_000 });
  const journal = await store.openJournal(manualClock(4_000));
  const call = { kind: 'call', time: 4_000, organization: 'o', server: 's', method: 'tools/call', ms: 1 } as const;
  for (const requestId of ['r1', 'r2', 'r3']) {
    const of = {
      requestId,
      grant: { id: 'g', label: 'alice' },
      subject: 'f',
      outcome: 'deny',
      code: 'denied',
    } as const;
    await journal.record({ ...call, ...of });
    await journal.record({ kind: 'event', time: 4_000, event: 'stopped', detail: {} });
  }
  await store.close();
  expect((await audit('verify')).status).toBe(0);
  const file = join(folder, 'toolgate.db');
  const whole = readFileSync(file);
  let tried = 0;
  for (const table of ['call_record', 'event', 'writer', 'chain_cut']) {
    const read = new DatabaseSync(file, { readOnly: true });
    const columns = read.prepare(`SELECT name, type FROM pragma_table_info('${table}')`).all();
    read.close();
    for (const [name, type] of columns.map((column) => [String(column.name), String(column.type)] as const)) {
      if (ofNoRecord.has(name)) continue;
      const other =
        type === 'TEXT' ? `coalesce(${name}, '') || 'x'` : type === 'INTEGER' ? `${name} + 100` : 'zeroblob(32)';
      const where = table === 'chain_cut' ? '' : `WHERE id = (SELECT max(id) FROM ${table})`;
      tamper(`PRAGMA foreign_keys = OFF; UPDATE ${table} SET ${name} = ${other} ${where}`);
      const { status, out, err } = await audit('verify');
      expect([status, out + err], `${table}.${name}`).toEqual([
        1,
        expect.stringMatching(/edited|removed|cut|inserted|forked|key/),
      ]);
      writeFileSync(file, whole);
      tried += 1;
    }
  }
  expect(tried).toBeGreaterThan(25);
  expect((await audit('verify')).status).toBe(0);
});

test('a tail cut off together with its head shows against a head kept elsewhere', async () => {
  const head = (await audit('head')).out.trim();
  tamper('DELETE FROM event; UPDATE writer SET seq = 5, mac = (SELECT mac FROM call_record WHERE seq = 5)');
  expect((await audit('verify')).status).toBe(0);
  const { status, out } = await audit('verify', '--head', head);
  expect(out).toContain('the chain ends at record 5, but its head is record 6');
  expect(status).toBe(1);
});

test('retention cuts with a signature, and verify accepts it', async () => {
  const store = await openStore(folder, { mode: 'exclusive', keys: () => ring });
  expect(await store.retain({ before: 2_000, now: 3_000 })).toBe(5);
  await store.close();
  expect((await audit('verify')).out).toBe('1 records in 1 chains: all as written\n');
  tamper('DELETE FROM chain_cut');
  expect((await audit('verify')).out).toMatch(/removed {2}\w+:1 /);
});

test('nothing that a client named reaches a terminal or a spreadsheet as it is', async () => {
  for (const argv of [['query'], ['query', '--json'], ['tail'], ['export'], ['export', '--format', 'csv']]) {
    const { out, status } = await audit(...argv);
    expect(status).toBe(0);
    expect(out).toContain('cmd|calc');
    expect(out).not.toMatch(/[\u001b\u202e]/);
  }
  expect((await audit('export', '--format', 'csv')).out).toContain('"\'=cmd|calc\\u202e\\u001b[31m"');
});

test('filters, and a sentence for what cannot be', async () => {
  expect((await audit('query', '--tool', 'b')).out.trim().split('\n')).toHaveLength(1);
  expect((await audit('query', '--outcome', 'allow')).out).toBe('');
  expect((await audit('query', '--events')).out).toContain('stopped');
  expect((await audit('query', '--outcome', 'alow')).status).toBe(2);
  expect((await audit('query', '--since', 'yesterday')).status).toBe(2);
});
