import { timingSafeEqual } from 'node:crypto';
import { chainKey, type StoredRecord } from '../../audit/index.ts';
import { type KeyRing, SealError } from '../../seal/index.ts';
import type { Sql } from '../../store/index.ts';

/** What one record's own seal says of it. */
export const chainStates = ['as_written', 'changed', 'key_unknown'] as const;

/**
 * Whether a record is what its writer has put into its chain, in the place where it stands: text, number and what it is
 * chained to. That nothing is missing before or behind it is said by `audit verify` alone, which reads them all.
 */
export async function chainState(tx: Sql, keys: KeyRing, stored: StoredRecord): Promise<(typeof chainStates)[number]> {
  const row = await tx.selectFrom('writer').select('key').where('name', '=', stored.writer).executeTakeFirst();
  if (row === undefined) return 'key_unknown';
  try {
    const key = chainKey(keys.subkey('audit-chain', row.key), stored.writer);
    const mac = key.mac(stored.seq, Buffer.from(stored.prevMac, 'hex'), stored.text);
    return timingSafeEqual(mac, Buffer.from(stored.mac, 'hex')) ? 'as_written' : 'changed';
  } catch (error) {
    if (error instanceof SealError) return 'key_unknown';
    throw error;
  }
}
