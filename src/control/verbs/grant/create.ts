import { z } from 'zod';
import { defineVerb } from '../../define-verb.ts';
import { labelField } from '../../registry/names.ts';
import { addressesField, grantOf, grantShape, reachField, tagsField } from './grant.ts';
import { makeGrants } from './make-grants.ts';

/** Makes a grant: a token, and what it opens under which policy. The token is in this answer and nowhere else. */
export const createGrant = defineVerb({
  name: 'grant.create',
  summary: 'Makes a grant. Its token is shown in this answer only.',
  permission: 'grants:write',
  change: true,
  input: z.strictObject({
    label: labelField,
    servers: reachField,
    owner: z.string().nullable().default(null),
    tags: tagsField.default({}),
    addresses: addressesField.default([]),
    expiresAt: z.number().int().nullable().default(null).describe('ms since the epoch; null: never'),
  }),
  output: z.strictObject({ grant: grantShape, token: z.string().describe('tg_…; shown once') }),
  run: async (input, context) => {
    const [made] = await makeGrants(context, [input]);
    if (made === undefined) throw new Error('a grant was asked for, and none was made');
    const { row, servers, token } = made;
    return { grant: grantOf(row, servers, context.now), token };
  },
});
