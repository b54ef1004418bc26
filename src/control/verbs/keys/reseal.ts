import { z } from 'zod';
import { argumentSeal, rekeyCalls } from '../../../store/approvals/index.ts';
import { defineVerb } from '../../define-verb.ts';
import { rewrapDataKeys } from '../../registry/rewrap-data-keys.ts';
import { sealedColumns, sealedRows, writeSealed } from './sealed-values.ts';

/**
 * Seals everything under the current secret key, in one transaction. Records stay under the key that they were written
 * under: a chain has one.
 */
export const resealKeys = defineVerb({
  name: 'keys.resealed',
  summary: 'Seals everything that is kept sealed under the current secret key.',
  permission: 'installation:write',
  change: true,
  input: z.strictObject({}),
  output: z.strictObject({ key: z.string(), resealed: z.record(z.string(), z.number().int()) }),
  run: async (_input, { tx, seal, keys, now, event }) => {
    const resealed = new Map<string, number>();
    for (const column of sealedColumns) {
      const { table, field, purpose, context } = column;
      const name = `${table}.${field}`;
      for await (const { id, value } of sealedRows(tx, column)) {
        const anew = seal.reseal(purpose, value, context(id));
        if (anew === undefined) continue;
        await writeSealed(tx, column, id, anew);
        resealed.set(name, (resealed.get(name) ?? 0) + 1);
      }
    }
    const wrapped = await rewrapDataKeys(tx, keys);
    if (wrapped > 0) resealed.set('server.data_key', wrapped);
    const keyed = await rekeyCalls(tx, argumentSeal(keys), keys.current, now);
    if (keyed > 0) resealed.set('approval.call_digest', keyed);
    await tx.deleteFrom('idempotency').execute();
    const counts = Object.fromEntries(resealed);
    event({ key: keys.current, resealed: counts });
    return { key: keys.current, resealed: counts };
  },
});
