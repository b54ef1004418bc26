import { z } from 'zod';
import { permissions, roleMay } from '../../../accounts/index.ts';
import { defineVerb } from '../../define-verb.ts';
import { readUser, userShape } from '../user/user.ts';

/** Says who has signed in, and what they may. */
export const showUserSession = defineVerb({
  name: 'session.show',
  summary: 'Says who you are, and what your role lets you do.',
  permission: 'self',
  change: false,
  input: z.strictObject({}),
  output: z.strictObject({ user: userShape, permissions: z.array(z.enum(permissions)) }),
  run: async (_input, { tx, actor }) => ({
    user: await readUser(tx, actor.id),
    permissions: permissions.filter((permission) => roleMay(actor.role, permission)),
  }),
});
