import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { CallRecord, Intent } from '../../audit/index.ts';
import { manualClock } from '../../kernel/index.ts';
import { openJournal } from './open-journal.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'toolgate-journal-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const facts = {
  requestId: 'r1',
  time: 5,
  organization: 'default',
  grant: { id: 'g', label: 'alice' },
  server: 's',
  method: 'tools/call',
};
const intent: Intent = { ...facts, kind: 'intent', takenAt: 5, taken: [] };
const record: CallRecord = { ...facts, kind: 'call', outcome: 'allow', ms: 1 };

test('appends of one turn share one write', async () => {
  const journal = openJournal({ folder, writer: 'w', segment: 1, clock: manualClock(5) });
  await Promise.all([journal.intent(intent, true), journal.intent({ ...intent, requestId: 'r2' }, false)]);
  await journal.record(record);
  await journal.close();
  const text = readFileSync(join(folder, '00000001.log'), 'utf8');
  console.log(text);
  expect(text.split('\n').filter((line) => line.startsWith('#'))).toHaveLength(2);
});
