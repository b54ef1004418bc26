import { z } from 'zod';
import { tokenHash } from '../../../identity/index.ts';
import { defineVerb } from '../../define-verb.ts';
import { labelField } from '../../registry/names.ts';
import { nextRevision } from '../../registry/next-revision.ts';
import { checkReach } from './check-reach.ts';
import { checkTerms, freeLabel } from './check-terms.ts';
import { addressesField, grantOf, grantShape, reachField, tagsField } from './grant.ts';
import { keepReach } from './keep-reach.ts';

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
  run: async (input, { tx, actor, now, ids, services, event, changed }) => {
    const { label, servers, owner, tags, addresses, expiresAt } = input;
    await freeLabel(tx, services, label);
    await checkTerms(tx, input, now);
    await checkReach(tx, services, servers);
    const id = ids.id();
    const token = ids.secret('tg_');
    const row = {
      id,
      label,
      owner,
      tags: JSON.stringify(tags),
      addresses: JSON.stringify(addresses),
      expires_at: expiresAt,
      token_hash: tokenHash(token),
      previous_hash: null,
      previous_until: null,
      created_by: `${actor.kind}:${actor.id}`,
      created_at: now,
      updated_at: now,
      rotated_at: null,
      revoked_at: null,
      revision: await nextRevision(tx),
    };
    await tx.insertInto('access_grant').values(row).execute();
    await keepReach(tx, id, servers);
    event({ grant: id, label, servers, owner, tags, addresses, expiresAt });
    changed();
    return { grant: grantOf(row, servers, now), token };
  },
});
