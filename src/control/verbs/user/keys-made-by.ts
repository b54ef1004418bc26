import { z } from 'zod';
import type { Sql } from '../../../store/index.ts';
import { apiKeyColumns, apiKeyOf, apiKeyShape } from '../api-key/api-key.ts';

/** Nobody looks at more of them. */
const most = 100;

export const keysMadeShape = z
  .array(apiKeyShape)
  .describe(
    `API keys that the user made, the newest first, ${most} at most: whoever knew the old password may have made one`,
  );

/** API keys that a user made, the newest first. */
export async function keysMadeBy(tx: Sql, id: string): Promise<z.input<typeof keysMadeShape>> {
  const rows = await tx
    .selectFrom('api_key')
    .select(apiKeyColumns)
    .where('created_by', '=', `user:${id}`)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(most)
    .execute();
  return rows.map(apiKeyOf);
}

/** What becomes, with a new password, of the API keys and the one-time links that their user made. */
export const madeField = z
  .enum(['keep', 'revoke'])
  .default('keep')
  .describe(
    'what becomes of the API keys and one-time links that the user made: a machine may go on by a key, or whoever knew the old password',
  );
