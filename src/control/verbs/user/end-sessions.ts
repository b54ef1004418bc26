import { z } from 'zod';
import { defineVerb } from '../../define-verb.ts';
import { idField } from '../../fields.ts';
import { readUser } from './user.ts';

/** Ends every session of a user: they must sign in again. */
export const endUserSessions = defineVerb({
  name: 'user.end_sessions',
  summary: 'Ends every session of a user: they must sign in again.',
  permission: 'accounts:write',
  change: true,
  input: z.strictObject({ id: idField }),
  output: z.strictObject({ ended: z.number().int() }),
  run: async ({ id }, { tx, event }) => {
    await readUser(tx, id);
    const { numDeletedRows } = await tx.deleteFrom('user_session').where('user_id', '=', id).executeTakeFirst();
    const ended = Number(numDeletedRows);
    event({ user: id, ended });
    return { ended };
  },
});
