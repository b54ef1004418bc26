import { type KeyRing, rewrapDataKey } from '../../seal/index.ts';
import type { Sql } from '../../store/index.ts';
import { organization } from './organization.ts';

/**
 * Wraps every server's data key under the current secret key: once this is done the key before it is needed for no
 * credential any more. Nothing that was sealed changes.
 *
 * @returns how many were wrapped anew
 * @throws SealError when one was wrapped under a key that is not in the ring
 */
export async function rewrapDataKeys(tx: Sql, keys: KeyRing): Promise<number> {
  let count = 0;
  for (const { id, data_key } of await tx.selectFrom('server').select(['id', 'data_key']).execute()) {
    const anew = rewrapDataKey(keys, data_key, { organization, record: id });
    if (anew === undefined) continue;
    await tx.updateTable('server').set({ data_key: anew }).where('id', '=', id).execute();
    count += 1;
  }
  return count;
}
