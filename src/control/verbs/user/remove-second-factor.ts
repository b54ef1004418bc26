import { z } from 'zod';
import { Fault } from '../../../kernel/index.ts';
import { defineVerb } from '../../define-verb.ts';
import { idField } from '../../fields.ts';
import { readUser, userShape } from './user.ts';

/** Takes away the second factor of a user who has lost it. */
export const removeUserSecondFactor = defineVerb({
  name: 'user.remove_second_factor',
  summary: 'Takes away the second factor of a user who has lost it, and ends their sessions.',
  permission: 'accounts:write',
  change: true,
  input: z.strictObject({ id: idField }),
  output: userShape,
  run: async ({ id }, { tx, event }) => {
    const user = await readUser(tx, id);
    if (!user.secondFactor) throw new Fault('conflict', 'this user has no second factor');
    await tx.deleteFrom('second_factor').where('user_id', '=', id).execute();
    await tx.deleteFrom('recovery_code').where('user_id', '=', id).execute();
    await tx.deleteFrom('user_session').where('user_id', '=', id).execute();
    event({ user: id, email: user.email });
    return { ...user, secondFactor: false };
  },
});
