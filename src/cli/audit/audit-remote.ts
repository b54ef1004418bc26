import type { AuditFilter, AuditLog, Head, StoredRecord } from '../../audit/index.ts';
import type { listCalls, showHeads, verifyRecords } from '../../control/verbs/record/index.ts';
import type { Verification } from '../../store/index.ts';
import type { ApiClient } from '../api-client.ts';

/** The records of a gateway elsewhere, as far as whoever has the API key may read them. */
export interface RemoteRecords extends Pick<AuditLog, 'query' | 'heads'> {
  /** The gateway walks its chains. @param kept heads that were kept elsewhere */
  verify(kept: readonly Head[]): Promise<Verification>;
}

const pageSize = 200;

/** Reads records through the API: a page at a time, and no more than are asked for. */
export function remoteRecords(api: ApiClient): RemoteRecords {
  return {
    query: async ({ kind, order, limit, after: from, ...filter }: AuditFilter) => {
      const found: StoredRecord[] = [];
      let after = from;
      while (found.length < limit) {
        const page = await api.call<typeof listCalls>('GET', kind === 'call' ? '/calls' : '/events', {
          ...(filter as Record<string, never>),
          order,
          limit: Math.min(pageSize, limit - found.length),
          ...(after === undefined || (order === 'newest' && after === 0) ? {} : { after }),
        });
        for (const { id, writer, seq, record, prevMac, mac } of page.items) {
          found.push({ id, writer, seq, text: JSON.stringify(record), prevMac, mac });
        }
        after = page.items.at(-1)?.id;
        if (page.next === undefined) break;
      }
      return found;
    },
    heads: async () => {
      const { items } = await api.call<typeof showHeads>('GET', '/audit/heads', {});
      return items.map(({ writer, seq, mac }): Head => ({ writer, seq, mac: Buffer.from(mac, 'hex') }));
    },
    verify: async (kept) => {
      const heads = kept.map(({ writer, seq, mac }) => ({ writer, seq, mac: Buffer.from(mac).toString('hex') }));
      const { writers, findings } = await api.call<typeof verifyRecords>('POST', '/audit/verify', { heads });
      return {
        writers: writers.map(({ writer, records, seq, mac }) => ({
          writer,
          records,
          head: { writer, seq, mac: Buffer.from(mac, 'hex') },
        })),
        findings: findings as Verification['findings'],
      };
    },
  };
}
