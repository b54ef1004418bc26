import { z } from 'zod';
import { defineVerb } from '../../define-verb.ts';
import { cut, madeAt, pageFields, pageOf } from '../../page.ts';
import { behind } from '../behind.ts';
import { apiKeyColumns, apiKeyOf, apiKeyShape } from './api-key.ts';

/** Lists the API keys, the newest first. */
export const listApiKeys = defineVerb({
  name: 'api_key.list',
  summary: 'Lists the API keys, the newest first; never the keys themselves.',
  permission: 'api_keys:read',
  change: false,
  input: z.strictObject(pageFields),
  output: pageOf(apiKeyShape),
  run: async (page, { tx }) => {
    const query = tx.selectFrom('api_key').select(apiKeyColumns);
    return cut(await behind(query, ['created_at', 'id'], page).execute(), page.limit, madeAt, apiKeyOf);
  },
});
