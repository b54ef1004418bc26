import { z } from 'zod';
import { defineVerb } from '../../define-verb.ts';
import { cut, pageFields, pageOf, pagePosition } from '../../page.ts';
import { apiKeyColumns, apiKeyOf, apiKeyShape } from './api-key.ts';

/** Lists the API keys, the newest first. */
export const listApiKeys = defineVerb({
  name: 'api_key.list',
  summary: 'Lists the API keys, the newest first; never the keys themselves.',
  permission: 'api_keys:read',
  change: false,
  input: z.strictObject(pageFields),
  output: pageOf(apiKeyShape),
  run: async ({ cursor, limit }, { tx }) => {
    let query = tx
      .selectFrom('api_key')
      .select(apiKeyColumns)
      .orderBy('created_at', 'desc')
      .orderBy('id', 'desc')
      .limit(limit + 1);
    if (cursor !== undefined) {
      const { at, id } = pagePosition(cursor);
      query = query.where((x) => x(x.refTuple('created_at', 'id'), '<', x.tuple(at, id)));
    }
    return cut(await query.execute(), limit, (row) => ({ at: row.created_at, id: row.id }), apiKeyOf);
  },
});
