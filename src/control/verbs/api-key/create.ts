import { z } from 'zod';
import { digestOf } from '../../../accounts/index.ts';
import { defineVerb } from '../../define-verb.ts';
import { nameField, roleField } from '../../fields.ts';
import { wrongField } from '../../input-fault.ts';
import { vouchingFor } from '../user/vouching-for.ts';
import { apiKeyShape } from './api-key.ts';

/** Makes an API key with a role. The key itself is in this answer and nowhere else. */
export const createApiKey = defineVerb({
  name: 'api_key.create',
  summary: 'Makes an API key with a role. The key is shown in this answer only.',
  permission: 'api_keys:write',
  change: true,
  input: z.strictObject({
    name: nameField,
    role: roleField,
    expiresAt: z.number().int().nullable().default(null).describe('ms since the epoch; null: never'),
  }),
  output: z.strictObject({ apiKey: apiKeyShape, key: z.string().describe('tgk_…; shown once') }),
  run: async ({ name, role, expiresAt }, { tx, actor, now, ids, event }) => {
    if (expiresAt !== null && expiresAt <= now) throw wrongField('expiresAt', 'must be in the future');
    const id = ids.id();
    const key = ids.secret('tgk_');
    const createdBy = await vouchingFor(tx, actor);
    await tx
      .insertInto('api_key')
      .values({
        id,
        name,
        role,
        digest: digestOf(key),
        created_by: createdBy,
        created_at: now,
        expires_at: expiresAt,
        used_at: null,
      })
      .execute();
    event({ apiKey: id, name, role, expiresAt });
    return { apiKey: { id, name, role, createdBy, createdAt: now, expiresAt, lastUsedAt: null }, key };
  },
});
