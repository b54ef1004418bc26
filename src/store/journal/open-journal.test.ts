import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { CallRecord, Intent } from '../../audit/index.ts';
import { manualClock } from '../../kernel/index.ts';
import { follow } from './follow.ts';
import { headerLength } from './frame.ts';
import { joinRecord, parseLine, recordLine } from './line.ts';
import { openJournal } from './open-journal.ts';
import { recover } from './recover.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'toolgate-journal-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Every member there is: a new one fails to compile here until somebody writes it into the line. */
const full: Required<Omit<CallRecord, 'kind'>> & { kind: 'call' } = {
  kind: 'call',
  requestId: 'r1',
  time: 5,
  organization: 'default',
  grant: { id: 'g', label: 'alice "the\ttab"' },
  user: 'u',
  session: 's',
  client: { name: 'c', version: '1' },
  server: 's',
  method: 'tools/call',
  subject: 'tool\n',
  argumentKeys: ['a', 'b'],
  argumentValues: { a: 1 },
  definitionHash: 'h',
  policy: 'p',
  policyVersion: 3,
  trace: `00-${'1'.repeat(32)}-${'2'.repeat(16)}-01`,
  continues: 'b'.repeat(32),
  outcome: 'error',
  code: 'upstream_unavailable',
  rule: '/tools/x',
  approval: 'ap',
  decidedBy: ['ada'],
  taken: [{ key: 'k', family: 'f', windowMs: 1_000, align: 'sliding', cost: 1 }],
  givenBack: true,
  interrupted: true,
  upstream: { status: 'ok', ms: 1 },
  ms: 2,
  bytes: { in: 1, out: 2 },
  count: 4,
};

test('a record comes back whole, in one line or in two', async () => {
  const line = parseLine(recordLine(full));
  expect(JSON.parse(line.kind === 'record' ? line.text : '')).toEqual(full);

  const { kind: _, outcome: __, code: ___, rule: ____, ms: _____, ...facts } = full;
  const intent: Intent = { ...facts, kind: 'intent', takenAt: 5, taken: full.taken };
  const journal = openJournal({ folder, writer: 'w', segment: 1, clock: manualClock(5) });
  await journal.intent(intent, false);
  await journal.record(full);
  await journal.close();
  const [first, second] = [...recover(folder, 'w', { segment: 1, offset: 0 })]
    .flatMap(({ batches }) => batches.flatMap(({ lines }) => lines))
    .map(parseLine);
  if (first?.kind !== 'intent' || second?.kind !== 'ending') expect.unreachable();
  expect(JSON.parse(joinRecord(first.facts, first.taken, second.ending))).toEqual(full);
});

test('appends of one turn share one write', async () => {
  const journal = openJournal({ folder, writer: 'w', segment: 1, clock: manualClock(5) });
  await Promise.all([1, 2, 3].map((n) => journal.record({ ...full, requestId: `r${n}` })));
  await journal.close();
  const text = readFileSync(join(folder, '00000001.log'), 'utf8');
  expect(text.split('\n').filter((line) => line.startsWith('#'))).toHaveLength(1);
});

test('space that is reserved is passed over while it is there, and gone when the segment is closed', async () => {
  const reserve = { from: 0, bytes: 4_096 };
  const journal = openJournal({ folder, writer: 'w', segment: 1, clock: manualClock(5), reserve });
  const file = join(folder, '00000001.log');
  const linesSeen = (): number[] => [
    [...recover(folder, 'w', { segment: 1, offset: 0 })].flatMap(({ batches }) => batches).length,
    [...follow(folder, 'w', { segment: 1, offset: 0 })].flatMap(({ batches }) => batches).length,
  ];
  for (const requestId of ['r1', 'r2', 'r3']) await journal.record({ ...full, requestId });
  const used = readFileSync(file).indexOf(0);
  expect(readFileSync(file).length).toBeGreaterThan(used);
  expect(
    readFileSync(file)
      .subarray(used)
      .every((byte) => byte === 0),
  ).toBe(true);
  expect(linesSeen()).toEqual([3, 3]);
  await journal.close();
  expect(readFileSync(file)).toHaveLength(used);
  expect(linesSeen()).toEqual([3, 3]);
});

test('no changed byte is ever read as something else', async () => {
  const journal = openJournal({ folder, writer: 'w', segment: 1, clock: manualClock(5) });
  for (let n = 1; n <= 3; n += 1) {
    await journal.record({ kind: 'event', time: n, event: `e${n}`, detail: {} });
    await journal.settled();
  }
  await journal.close();
  const path = join(folder, '00000001.log');
  const genuine = readFileSync(path);
  const read = (): string[] =>
    [...recover(folder, 'w', { segment: 1, offset: 0 })].flatMap(({ batches }) =>
      batches.flatMap(({ lines }) => lines),
    );
  const all = read();
  const lastBatch = genuine.lastIndexOf('#');
  expect(lastBatch).toBeGreaterThan(2 * headerLength);
  for (let at = 0; at < genuine.length; at += 1) {
    for (const bit of [1, 0x10, 0x80]) {
      const changed = Buffer.from(genuine);
      changed[at] = (changed[at] ?? 0) ^ bit;
      writeFileSync(path, changed);
      // The last batch may be a torn tail as far as anybody can tell; before it, everything is known to be synced.
      if (at < lastBatch) expect(read, `byte ${at}`).toThrow('the journal is damaged');
      else expect(read(), `byte ${at}`).toEqual(all.slice(0, 2));
    }
  }
});
