import { z } from 'zod';
import { defineVerb } from '../../define-verb.ts';

/** Shows the end of every chain. */
export const showHeads = defineVerb({
  name: 'audit.heads',
  summary: 'The last record of every chain: kept elsewhere, it proves a tail that was cut off.',
  permission: 'events:read',
  change: false,
  input: z.strictObject({}),
  output: z.strictObject({
    items: z.array(z.strictObject({ writer: z.string(), seq: z.number().int(), mac: z.string() })),
  }),
  run: async (_, { tx }) => {
    const rows = await tx.selectFrom('writer').select(['name', 'seq', 'mac']).orderBy('id').execute();
    return {
      items: rows.map(({ name, seq, mac }) => ({ writer: name, seq, mac: Buffer.from(mac).toString('hex') })),
    };
  },
});
