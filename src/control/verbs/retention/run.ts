import { z } from 'zod';
import { Fault } from '../../../kernel/index.ts';
import { defineVerb } from '../../define-verb.ts';
import { wrongField } from '../../input-fault.ts';
import { recordsBefore } from './due.ts';

/**
 * Removes a number of records that need not be kept, and says how many are left: whoever asks again until there are no
 * more sees how far it is. Each step leaves every chain whole, under a signed cut.
 *
 * What is evidence is not for those to remove who sign in: they can have done now what the configuration file says.
 * Shorter spans are for whoever holds the machine, and so the file.
 */
export const runRetention = defineVerb({
  name: 'retention.run',
  summary: 'Removes records that need not be kept any longer, some at a time; ask again while there are more.',
  permission: 'installation:write',
  change: true,
  input: z.strictObject({
    olderThanMs: z.number().int().min(0).optional().describe('in place of what the file says; for the operator alone'),
    maxBytes: z.number().int().min(1).optional().describe('in place of what the file says; for the operator alone'),
    most: z.number().int().min(1).max(500_000).default(20_000).describe('about so many in this step'),
  }),
  output: z.strictObject({
    removed: z.number().int(),
    left: z.number().int().describe('records that are still older; the last one of a chain stays'),
    more: z.boolean().describe('whether to ask again'),
  }),
  prepare: async ({ olderThanMs, maxBytes, most }, { sql, actor, now, services }) => {
    if (services.retain === undefined) throw new Fault('store_unavailable', 'nothing here can remove records');
    const named = olderThanMs !== undefined || maxBytes !== undefined;
    if (named && actor.kind !== 'operator') {
      const why = 'is for the operator on the machine itself; without it what the configuration file says is done';
      throw wrongField(olderThanMs === undefined ? 'maxBytes' : 'olderThanMs', why);
    }
    const file = named ? undefined : services.declared?.().audit;
    const [ageMs, bytes] = [olderThanMs ?? file?.retentionMs, maxBytes ?? file?.maxBytes];
    if (ageMs === undefined && bytes === undefined) {
      throw wrongField('olderThanMs', 'must be named, for no configuration says how long records are kept');
    }
    const before = ageMs === undefined ? 0 : now - ageMs;
    const removal = { before, now, most, ...(bytes === undefined ? {} : { maxBytes: bytes }) };
    const removed = await services.retain(removal);
    return { before, removed, more: removed >= most, left: await recordsBefore(sql, before), bytes };
  },
  run: async (_input, { event }, { before, removed, more, left, bytes }) => {
    event({ removed, before, ...(bytes === undefined ? {} : { maxBytes: bytes }) });
    return { removed, left, more };
  },
});
