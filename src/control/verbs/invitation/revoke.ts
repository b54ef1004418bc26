import { z } from 'zod';
import { Fault } from '../../../kernel/index.ts';
import { defineVerb } from '../../define-verb.ts';
import { idField } from '../../fields.ts';

/** Withdraws a one-time link. */
export const revokeInvitation = defineVerb({
  name: 'invitation.revoke',
  summary: 'Withdraws an invitation or a link for a new password.',
  permission: 'accounts:write',
  change: true,
  input: z.strictObject({ id: idField }),
  output: z.strictObject({}),
  run: async ({ id }, { tx, event }) => {
    const gone = await tx.deleteFrom('invitation').where('id', '=', id).returning(['email', 'kind']).executeTakeFirst();
    if (gone === undefined) throw new Fault('not_found', 'there is no such invitation');
    event({ invitation: id, ...gone });
    return {};
  },
});
