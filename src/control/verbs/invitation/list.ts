import { z } from 'zod';
import { defineVerb } from '../../define-verb.ts';
import { cut, pageFields, pageOf, pagePosition } from '../../page.ts';
import { invitationOf, invitationShape } from './invitation.ts';

/** Lists the one-time links that can still be used, the newest first. */
export const listInvitations = defineVerb({
  name: 'invitation.list',
  summary: 'Lists invitations and links for a new password that can still be used, the newest first.',
  permission: 'accounts:read',
  change: false,
  input: z.strictObject(pageFields),
  output: pageOf(invitationShape),
  run: async ({ cursor, limit }, { tx, now }) => {
    let query = tx
      .selectFrom('invitation')
      .select(['id', 'kind', 'email', 'name', 'role', 'created_by', 'created_at', 'expires_at'])
      .where('expires_at', '>', now)
      .orderBy('created_at', 'desc')
      .orderBy('id', 'desc')
      .limit(limit + 1);
    if (cursor !== undefined) {
      const { at, id } = pagePosition(cursor);
      query = query.where((x) => x(x.refTuple('created_at', 'id'), '<', x.tuple(at, id)));
    }
    return cut(await query.execute(), limit, (row) => ({ at: row.created_at, id: row.id }), invitationOf);
  },
});
