import { z } from 'zod';
import { defineVerb } from '../../define-verb.ts';
import { idField } from '../../fields.ts';
import { notTheLastAdmin, readUser, takeAway } from './user.ts';

/** Removes a user, with their sessions, their second factor and the API keys that they made. */
export const removeUser = defineVerb({
  name: 'user.remove',
  summary: 'Removes a user, with their sessions and the API keys and links that they made. Never the last admin.',
  permission: 'accounts:write',
  change: true,
  input: z.strictObject({ id: idField }),
  output: z.strictObject({}),
  run: async ({ id }, { tx, event }) => {
    const user = await readUser(tx, id);
    await notTheLastAdmin(tx, user);
    const taken = await takeAway(tx, id);
    await tx.deleteFrom('user_account').where('id', '=', id).execute();
    event({ user: id, email: user.email, taken });
    return {};
  },
});
