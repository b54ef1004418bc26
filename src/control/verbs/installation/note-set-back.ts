import { z } from 'zod';
import { defineVerb } from '../../define-verb.ts';

/**
 * Puts on record that the database was set back under a gateway, and ends what lets calls pass without a person being asked:
 * an approval may have been used, and an exception taken back, in what the database does not have any more. No route
 * leads here: a gateway asks for it that had seen more.
 */
export const noteSetBack = defineVerb({
  name: 'installation.set_back',
  summary: 'Records that the database was set back to an earlier state, and ends what was approved before.',
  permission: 'installation:write',
  change: true,
  input: z.strictObject({
    chain: z.string(),
    seq: z.number().int().describe('of the last event that was seen in it'),
    time: z.number().int().describe('of that event, ms since the epoch'),
  }),
  output: z.strictObject({ approvals: z.number().int(), exceptions: z.number().int() }),
  run: async ({ chain, seq, time }, { tx, now, event }) => {
    // What was decided since it was set back is no concern of the past.
    const ended = await tx
      .updateTable('approval')
      .set({ state: 'expired', settled_at: now })
      .where('state', '=', 'approved')
      .where('settled_at', '<=', time)
      .returning('id')
      .execute();
    const revoked = await tx
      .updateTable('approval_exception')
      .set({ revoked_at: now })
      .where('revoked_at', 'is', null)
      .where('expires_at', '>', now)
      .where('created_at', '<=', time)
      .returning('id')
      .execute();
    const counts = { approvals: ended.length, exceptions: revoked.length };
    event({ chain, seq, lastSeen: time, ...counts });
    return counts;
  },
});
