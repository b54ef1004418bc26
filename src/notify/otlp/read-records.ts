import type { StoredRecord } from '../../audit/index.ts';
import type { Sql } from '../../store/index.ts';
import type { ReadRecords } from './deliver-otlp.ts';

/** Reads the records of a batch, in the order in which they arrived. */
export function recordReader(sql: Sql): ReadRecords {
  const columns = ['r.id', 'w.name as writer', 'r.seq', 'r.text', 'r.prev_mac', 'r.mac'] as const;
  return async (type, after, upTo) => {
    const rows =
      type === 'records.events'
        ? await sql
            .selectFrom('event as r')
            .innerJoin('writer as w', 'w.id', 'r.writer')
            .select(columns)
            .where('r.id', '>', after)
            .where('r.id', '<=', upTo)
            .orderBy('r.id')
            .execute()
        : await sql
            .selectFrom('call_record as r')
            .innerJoin('writer as w', 'w.id', 'r.writer')
            .select(columns)
            .where('r.id', '>', after)
            .where('r.id', '<=', upTo)
            .orderBy('r.id')
            .execute();
    return rows.map(
      ({ prev_mac: prevMac, mac, ...row }): StoredRecord => ({
        ...row,
        prevMac: Buffer.from(prevMac).toString('hex'),
        mac: Buffer.from(mac).toString('hex'),
      }),
    );
  };
}
