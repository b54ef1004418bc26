import { z } from 'zod';
import { defineVerb } from '../../define-verb.ts';
import { setupLinkMs } from '../setup/issue.ts';

/**
 * Puts on record that the database was set back under a gateway, and ends what may have ended in what the database does not
 * have any more, as a restored backup has none of it: an approval may have been used, an exception taken back, a session of the
 * dashboard signed out, and a link that sets a password followed. No route leads here: a gateway asks for it that had seen more.
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
  output: z.strictObject({
    approvals: z.number().int(),
    exceptions: z.number().int(),
    sessions: z.number().int(),
    links: z.number().int(),
  }),
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
    const sessions = await tx.deleteFrom('user_session').where('created_at', '<=', time).returning('id').execute();
    const links = await tx.deleteFrom('invitation').where('created_at', '<=', time).returning('id').execute();
    await tx
      .deleteFrom('setup_link')
      .where('expires_at', '<=', time + setupLinkMs)
      .execute();
    const counts = {
      approvals: ended.length,
      exceptions: revoked.length,
      sessions: sessions.length,
      links: links.length,
    };
    event({ chain, seq, lastSeen: time, ...counts });
    return counts;
  },
});
