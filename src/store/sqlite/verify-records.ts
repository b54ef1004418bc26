import type { DatabaseSync } from 'node:sqlite';
import { type ChainFinding, ChainWalk, chainKey, genesis, type Head, type KeptRecord } from '../../audit/index.ts';
import type { KeyRing } from '../../seal/index.ts';
import { columnsAgree, type SearchedColumns } from '../filing/columns-agree.ts';
import { missingChains, type Verification } from '../filing/verification.ts';
import type { WriterRow } from '../filing/writer-row.ts';
import { hasTerms } from './call-term-rows.ts';
import { unfiledCalls } from './unfiled-calls.ts';
import { readWriters } from './writer-row.ts';

/** So many records are walked through before others have a turn. */
const atOnce = 1_000;

/**
 * Verifies every chain in the store, as it stands at one instant.
 *
 * @param kept heads that were kept elsewhere; what was cut off a chain's end is found against them
 * @throws SealError when a chain was kept under a key that the ring lacks
 */
export function verifyRecords(...of: Parameters<typeof steps>): Verification {
  const walk = steps(...of);
  for (let step = walk.next(); ; step = walk.next()) if (step.done === true) return step.value;
}

/** The same, where others wait for the thread. @param database a connection that nobody else uses meanwhile */
export async function verifyInTurns(...of: Parameters<typeof steps>): Promise<Verification> {
  const walk = steps(...of);
  for (let step = walk.next(); ; step = walk.next()) {
    if (step.done === true) return step.value;
    await new Promise(setImmediate);
  }
}

function* steps(
  database: DatabaseSync,
  ring: Pick<KeyRing, 'subkey'>,
  kept: readonly Head[],
): Generator<void, Verification> {
  database.exec('BEGIN');
  try {
    const rows = readWriters(database);
    const findings: ChainFinding[] = [];
    const writers: Verification['writers'][number][] = [];
    for (const row of rows) {
      const head: Head = { writer: row.name, seq: row.seq, mac: row.mac };
      const heads = [head, ...kept.filter(({ writer }) => writer === row.name)];
      const result = yield* verifyWriter(database, row, ring, heads);
      findings.push(...result.findings);
      writers.push({ writer: row.name, records: result.records, head });
    }
    const names = rows.map(({ name }) => name);
    const nameOf = new Map(rows.map(({ id, name }) => [id, name]));
    for (const calls of hasTerms(database) ? unfiledCalls(database) : []) {
      for (const { writer, seq } of calls) {
        const detail = `record ${seq} is not found by what it says`;
        findings.push({ writer: nameOf.get(writer) ?? String(writer), seq, problem: 'edited', detail });
      }
      yield;
    }
    findings.push(...missingChains(names, kept));
    return { writers, findings };
  } finally {
    database.exec('ROLLBACK');
  }
}

function* verifyWriter(
  database: DatabaseSync,
  row: WriterRow,
  ring: Pick<KeyRing, 'subkey'>,
  heads: readonly Head[],
): Generator<void, { records: number; findings: ChainFinding[] }> {
  const key = chainKey(ring.subkey('audit-chain', row.key), row.name);
  const early: ChainFinding[] = [];
  let start: { seq: number; mac: Uint8Array } = { seq: 0, mac: genesis };
  const cut = database.prepare('SELECT * FROM chain_cut WHERE writer = ? ORDER BY seq DESC LIMIT 1').get(row.id);
  if (cut !== undefined) {
    const seq = Number(cut.seq);
    const mac = bytes(cut.mac);
    if (Buffer.compare(key.cut(seq, mac, Number(cut.time)), bytes(cut.signature)) === 0) start = { seq, mac };
    else {
      const detail = `the cut behind record ${seq} was not made by this gateway`;
      early.push({ writer: row.name, seq, problem: 'bad_cut', detail });
    }
  }
  const odd: ChainFinding[] = [];
  // A head from before the cut cannot be compared any more: the record that it names was rightly removed.
  const comparable = heads.filter(({ seq }) => seq >= start.seq);
  const walk = new ChainWalk({ writer: row.name, key, start, heads: comparable });
  let walked = 0;
  for (const link of links(database, row, odd)) {
    walk.next(link);
    walked += 1;
    if (walked % atOnce === 0) yield;
  }
  const { records, findings } = walk.end();
  return { records, findings: [...early, ...findings, ...odd] };
}

const chained = `
  SELECT seq, prev_mac, mac, text, time, grant_id, label, server, subject, outcome, code, NULL AS name
    FROM call_record WHERE writer = ?1
  UNION ALL
  SELECT seq, prev_mac, mac, text, time, NULL, NULL, NULL, NULL, NULL, NULL, name FROM event WHERE writer = ?1
  ORDER BY seq`;

/** The chain's links in order; on the way, whether the columns that are searched say what the record says. */
function* links(database: DatabaseSync, { id, name: writer }: WriterRow, odd: ChainFinding[]): Generator<KeptRecord> {
  for (const row of database.prepare(chained).iterate(id)) {
    const link = { seq: Number(row.seq), prev: bytes(row.prev_mac), mac: bytes(row.mac), text: String(row.text) };
    if (!columnsAgree(row as unknown as SearchedColumns, link.text)) {
      const detail = `record ${link.seq} is filed under something else than it says`;
      odd.push({ writer, seq: link.seq, problem: 'edited', detail });
    }
    yield link;
  }
}

function bytes(value: unknown): Uint8Array {
  return value instanceof Uint8Array ? value : new Uint8Array(32);
}
