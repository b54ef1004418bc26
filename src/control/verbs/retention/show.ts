import { z } from 'zod';
import { defineVerb } from '../../define-verb.ts';
import { timeField } from '../../fields.ts';
import { recordsBefore } from './due.ts';

export const showRetention = defineVerb({
  name: 'retention.show',
  summary: 'Shows how long records are kept, the oldest one, and how many are older than that.',
  permission: 'installation:read',
  change: false,
  input: z.strictObject({}),
  output: z.strictObject({
    retentionMs: z.number().int().nullable().describe('as the configuration file says; null: for good'),
    maxBytes: z.number().int().nullable(),
    oldest: timeField.nullable(),
    due: z.number().int().describe('records that are older; the last one of a chain stays'),
  }),
  run: async (_input, { tx, now, services }) => {
    const audit = services.declared?.().audit;
    const retentionMs = audit?.retentionMs ?? null;
    const oldest = await tx.selectFrom('call_record').select('time').orderBy('id').limit(1).executeTakeFirst();
    return {
      retentionMs,
      maxBytes: audit?.maxBytes ?? null,
      oldest: oldest?.time ?? null,
      due: retentionMs === null ? 0 : await recordsBefore(tx, now - retentionMs),
    };
  },
});
