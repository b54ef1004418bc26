import { z } from 'zod';
import { defineVerb } from '../../define-verb.ts';
import { cut, madeAt, pageFields, pageOf } from '../../page.ts';
import { behind } from '../behind.ts';
import { invitationOf, invitationShape } from './invitation.ts';

/** Lists the one-time links that can still be used, the newest first. */
export const listInvitations = defineVerb({
  name: 'invitation.list',
  summary: 'Lists invitations and links for a new password that can still be used, the newest first.',
  permission: 'accounts:read',
  change: false,
  input: z.strictObject(pageFields),
  output: pageOf(invitationShape),
  run: async (page, { tx, now }) => {
    const query = tx
      .selectFrom('invitation')
      .select(['id', 'kind', 'email', 'name', 'role', 'created_by', 'created_at', 'expires_at'])
      .where('expires_at', '>', now);
    return cut(await behind(query, ['created_at', 'id'], page).execute(), page.limit, madeAt, invitationOf);
  },
});
