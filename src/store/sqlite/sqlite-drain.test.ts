import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type CallRecord, chainKey } from '../../audit/index.ts';
import { recordLine } from '../journal/line.ts';
import { openDatabase } from './database.ts';
import { migrate } from './migrate.ts';
import { SqliteDrain } from './sqlite-drain.ts';
import { addWriter, readWriter } from './writer-row.ts';

const call = (requestId: string): CallRecord => ({
  kind: 'call',
  requestId,
  time: 1,
  organization: 'o',
  grant: { id: 'g', label: 'l' },
  server: 's',
  method: 'tools/call',
  outcome: 'deny',
  ms: 1,
});

test('of a stretch that cannot be read to its end nothing is filed, and what comes then follows what was before', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'toolgate-drain-'));
  const database = openDatabase(folder);
  try {
    migrate(database);
    addWriter(database, 'w', 'k', 1);
    const drain = new SqliteDrain(database, 'w', chainKey(Buffer.alloc(32, 1), 'w'));
    const lines = ['a', 'b', 'c', 'd'].map((id) => recordLine(call(id)));
    const rows = () => database.prepare('SELECT id, seq, text, prev_mac, mac FROM call_record ORDER BY id').all();
    const terms = () => database.prepare('SELECT * FROM call_term').all();
    await drain.drain({ segment: 1, offset: 1 }, (filing) => filing.add(lines.slice(0, 1)));
    const before = { rows: rows(), terms: terms(), writer: readWriter(database, 'w') };

    const broken = [...lines.slice(1, 3), 'x\tno line'];
    await expect(drain.drain({ segment: 1, offset: 9 }, (filing) => filing.add(broken))).rejects.toThrow(
      'the journal holds a line of a kind',
    );
    expect({ rows: rows(), terms: terms(), writer: readWriter(database, 'w') }).toEqual(before);
    expect(drain.position).toEqual({ segment: 1, offset: 1 });

    await drain.drain({ segment: 1, offset: 4 }, (filing) => filing.add(lines.slice(1)));
    const after = rows();
    expect(after.map(({ id, seq }) => [id, seq])).toEqual([1, 2, 3, 4].map((n) => [n, n]));
    expect(after.map(({ text }) => JSON.parse(String(text)).requestId)).toEqual(['a', 'b', 'c', 'd']);
    expect(after.slice(1).map(({ prev_mac }) => prev_mac)).toEqual(after.slice(0, -1).map(({ mac }) => mac));
  } finally {
    database.close();
    rmSync(folder, { recursive: true });
  }
});
