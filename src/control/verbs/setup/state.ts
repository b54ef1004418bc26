import { z } from 'zod';
import { defineVerb } from '../../define-verb.ts';

/** Says whether the first user is still to be made: then there is nobody who could sign in. */
export const showSetupState = defineVerb({
  name: 'setup.state',
  summary: 'Says whether the first user is still to be made.',
  permission: 'public',
  change: false,
  input: z.strictObject({}),
  output: z.strictObject({ needed: z.boolean() }),
  run: async (_input, { tx }) => {
    const user = await tx.selectFrom('user_account').select('id').limit(1).executeTakeFirst();
    return { needed: user === undefined };
  },
});
