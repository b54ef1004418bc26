import { z } from 'zod';
import { defineVerb } from '../../define-verb.ts';
import { nameField } from '../../fields.ts';
import { readUser, userShape } from '../user/user.ts';

/** Changes one's own name. */
export const updateProfile = defineVerb({
  name: 'profile.update',
  summary: 'Changes your own name.',
  permission: 'self',
  change: true,
  input: z.strictObject({ name: nameField }),
  output: userShape,
  run: async ({ name }, { tx, actor, event }) => {
    await tx.updateTable('user_account').set({ name }).where('id', '=', actor.id).execute();
    event({ user: actor.id, name });
    return readUser(tx, actor.id);
  },
});
