import { z } from 'zod';
import { tokenHash } from '../../../identity/index.ts';
import { defineVerb } from '../../define-verb.ts';
import { nextRevision } from '../../registry/next-revision.ts';
import { grantOf, grantRef, grantShape, reachOf, storedGrant } from './grant.ts';

const hour = 3_600_000;

/** Gives a grant another token. The one before opens it for a while longer, so that its holder can change over. */
export const rotateGrant = defineVerb({
  name: 'grant.rotate',
  summary: 'Gives a grant another token, shown in this answer only; the one before opens it a while longer.',
  permission: 'grants:write',
  change: true,
  input: z.strictObject({
    grant: grantRef,
    overlapMs: z
      .number()
      .int()
      .min(0)
      .max(30 * 24 * hour)
      .default(hour)
      .describe('how long the token before still opens it; 0: not at all'),
  }),
  output: z.strictObject({ grant: grantShape, token: z.string().describe('tg_…; shown once') }),
  run: async ({ grant: ref, overlapMs }, { tx, now, ids, services, event, changed }) => {
    const before = await storedGrant(tx, services, ref);
    const token = ids.secret('tg_');
    const overlaps = overlapMs > 0;
    const row = {
      ...before,
      token_hash: tokenHash(token),
      previous_hash: overlaps ? before.token_hash : null,
      previous_until: overlaps ? now + overlapMs : null,
      rotated_at: now,
      updated_at: now,
      revision: await nextRevision(tx),
    };
    await tx.updateTable('access_grant').set(row).where('id', '=', before.id).execute();
    event({ grant: before.id, label: before.label, overlapUntil: row.previous_until });
    changed();
    const servers = (await reachOf(tx, [before.id])).get(before.id) ?? {};
    return { grant: grantOf(row, servers, now), token };
  },
});
