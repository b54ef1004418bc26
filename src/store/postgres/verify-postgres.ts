import type pg from 'pg';
import { type ChainFinding, ChainWalk, chainKey, genesis, type Head } from '../../audit/index.ts';
import type { KeyRing } from '../../seal/index.ts';
import { columnsAgree } from '../filing/columns-agree.ts';
import { missingChains, type Verification } from '../filing/verification.ts';
import type { WriterRow } from '../filing/writer-row.ts';
import { asColumn } from './as-column.ts';
import { checkpointHeads } from './checkpoint-heads.ts';
import { transact } from './connection.ts';
import { type Queryable, readWriters } from './writer-rows.ts';

/** So many records are held in memory at a time. */
const atOnce = 2_000;

/**
 * Verifies every chain in the database, as it stands at one instant, against its head, the checkpoints that other chains
 * hold of it, and heads that were kept elsewhere.
 *
 * @throws SealError when a chain was kept under a key that the ring lacks
 */
export function verifyPostgres(
  pool: pg.Pool,
  ring: Pick<KeyRing, 'subkey'>,
  kept: readonly Head[],
): Promise<Verification> {
  const instant = 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY';
  return transact(
    pool,
    async (on) => {
      const rows = await readWriters(on);
      const known = [...kept, ...(await checkpointHeads(on))];
      const findings: ChainFinding[] = [];
      const writers: Verification['writers'][number][] = [];
      for (const row of rows) {
        const head: Head = { writer: row.name, seq: row.seq, mac: row.mac };
        const heads = [head, ...known.filter(({ writer }) => writer === row.name)];
        const result = await verifyWriter(on, row, ring, heads);
        findings.push(...result.findings);
        writers.push({ writer: row.name, records: result.records, head });
      }
      const names = rows.map(({ name }) => name);
      findings.push(...missingChains(names, known));
      return { writers, findings };
    },
    instant,
  );
}

async function verifyWriter(
  on: Queryable,
  row: WriterRow,
  ring: Pick<KeyRing, 'subkey'>,
  heads: readonly Head[],
): Promise<{ records: number; findings: ChainFinding[] }> {
  const { id, name: writer } = row;
  const key = chainKey(ring.subkey('audit-chain', row.key), writer);
  const odd: ChainFinding[] = [];
  let start: { seq: number; mac: Uint8Array } = { seq: 0, mac: genesis };
  const [cut] = (await on.query('SELECT seq, mac, time, signature FROM chain_cut WHERE writer = $1', [id])).rows;
  if (cut !== undefined) {
    if (Buffer.compare(key.cut(cut.seq, cut.mac, cut.time), cut.signature) === 0) start = cut;
    else {
      const detail = `the cut behind record ${cut.seq} was not made by this gateway`;
      odd.push({ writer, seq: cut.seq, problem: 'bad_cut', detail });
    }
  }
  // A head from before the cut cannot be compared any more: the record that it names was rightly removed.
  const walk = new ChainWalk({ writer, key, start, heads: heads.filter(({ seq }) => seq >= start.seq) });
  await on.query(
    `DECLARE chain NO SCROLL CURSOR FOR
       SELECT seq, prev_mac, mac, text, time, grant_id, label, server, subject, outcome, code, NULL AS name
         FROM call_record WHERE writer = ${id}
       UNION ALL
       SELECT seq, prev_mac, mac, text, time, NULL, NULL, NULL, NULL, NULL, NULL, name FROM event WHERE writer = ${id}
       ORDER BY seq`,
  );
  for (let more = true; more; ) {
    const { rows } = await on.query(`FETCH ${atOnce} FROM chain`);
    for (const { seq, prev_mac: prev, mac, text, ...columns } of rows) {
      if (!columnsAgree(columns, text, asColumn)) {
        const detail = `record ${seq} is filed under something else than it says`;
        odd.push({ writer, seq, problem: 'edited', detail });
      }
      walk.next({ seq, prev, mac, text });
    }
    more = rows.length === atOnce;
  }
  await on.query('CLOSE chain');
  const { records, findings } = walk.end();
  return { records, findings: [...findings, ...odd] };
}
