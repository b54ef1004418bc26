import type { AuditFilter, AuditLog, Head, StoredRecord } from '../audit/index.ts';
import type { listCalls, showHeads } from '../control/verbs/record/index.ts';
import type { ApiClient } from './api-client.ts';

/** The records of a gateway elsewhere, as far as whoever has the API key may read them. */
export interface RemoteRecords extends Pick<AuditLog, 'query' | 'heads'> {}

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
        for (const { record, ...of } of page.items) found.push({ ...of, text: JSON.stringify(record) });
        after = page.items.at(-1)?.id;
        if (page.next === undefined) break;
      }
      return found;
    },
    heads: async () => {
      const { items } = await api.call<typeof showHeads>('GET', '/audit/heads', {});
      return items.map(({ writer, seq, mac }): Head => ({ writer, seq, mac: Buffer.from(mac, 'hex') }));
    },
  };
}
