import { z } from 'zod';
import { defineVerb } from '../../define-verb.ts';
import { timeField } from '../../fields.ts';

/** What this installation is, and what its configuration file says of all of it. No secret, and no address that is one. */
export const showInstallation = defineVerb({
  name: 'installation.show',
  summary: 'Shows what this installation is: its keys by id, how long records are kept.',
  permission: 'installation:read',
  change: false,
  input: z.strictObject({}),
  output: z.strictObject({
    node: z.string(),
    dataFolder: z.string(),
    origin: z.string().nullable().describe('how it is reached'),
    keys: z.strictObject({ current: z.string(), former: z.array(z.string()).describe('they only open') }),
    records: z.strictObject({
      retentionMs: z.number().int().nullable().describe('null: for good'),
      maxBytes: z.number().int().nullable(),
      oldest: timeField.nullable(),
      writeAhead: z.array(z.string()),
    }),
    catalogPublic: z.boolean(),
  }),
  run: async (_input, { tx, keys, services }) => {
    const config = services.declared?.();
    const oldest = await tx.selectFrom('call_record').select('time').orderBy('id').limit(1).executeTakeFirst();
    return {
      node: process.version,
      dataFolder: services.dataFolder,
      origin: services.origin?.() ?? null,
      keys: { current: keys.current, former: keys.ids.filter((id) => id !== keys.current) },
      records: {
        retentionMs: config?.audit?.retentionMs ?? null,
        maxBytes: config?.audit?.maxBytes ?? null,
        oldest: oldest?.time ?? null,
        writeAhead: [...(config?.audit?.writeAhead ?? [])],
      },
      catalogPublic: config?.catalog?.public ?? false,
    };
  },
});
