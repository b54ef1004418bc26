import { z } from 'zod';
import { defineVerb } from '../../define-verb.ts';
import { killColumns, killOf, killShape } from './kill.ts';

/** Lists what is stopped. */
export const listKills = defineVerb({
  name: 'kill.list',
  summary: 'Lists what is stopped, the oldest first.',
  permission: 'servers:read',
  change: false,
  input: z.strictObject({}),
  output: z.strictObject({ items: z.array(killShape) }),
  run: async (_, { tx }) => ({
    items: (await tx.selectFrom('kill').select(killColumns).orderBy('since').orderBy('id').execute()).map(killOf),
  }),
});
