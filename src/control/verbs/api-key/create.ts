import { z } from 'zod';
import { digestOf } from '../../../accounts/index.ts';
import { Fault } from '../../../kernel/index.ts';
import { defineVerb } from '../../define-verb.ts';
import { nameField, roleField } from '../../fields.ts';
import { wrongField } from '../../input-fault.ts';
import { makerOf } from '../user/maker-of.ts';
import { apiKeyOf, apiKeyShape } from './api-key.ts';

/** So many keys may come one from the other: who needs more of them than one has lost sight of whose they are. */
const mostGenerations = 8;

/**
 * Makes an API key with a role. The key itself is in this answer and nowhere else. One that is made with a key is part of
 * that one: it ends no later, and goes with it.
 */
export const createApiKey = defineVerb({
  name: 'api_key.create',
  summary:
    'Makes an API key with a role. The key is shown in this answer only. One that is made with a key ends no later than that one.',
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
    const { createdBy, madeWith, until } = await makerOf(tx, actor);
    if (until !== null && (expiresAt === null || expiresAt > until)) {
      const end = new Date(until).toISOString();
      throw wrongField('expiresAt', `must be ${end} or before: then the key ends that this one is made with`);
    }
    if (madeWith.split(' ').length > mostGenerations) {
      throw new Fault(
        'conflict',
        `the key that asks comes from ${mostGenerations} others already; make one by yourself`,
      );
    }
    const row = {
      id,
      name,
      role,
      digest: digestOf(key),
      created_by: createdBy,
      made_with: madeWith,
      created_at: now,
      expires_at: expiresAt,
      used_at: null,
    };
    await tx.insertInto('api_key').values(row).execute();
    event({ apiKey: id, name, role, expiresAt });
    return { apiKey: apiKeyOf(row), key };
  },
});
