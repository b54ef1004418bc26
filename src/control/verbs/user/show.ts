import { z } from 'zod';
import { defineVerb } from '../../define-verb.ts';
import { idField } from '../../fields.ts';
import { readUser, userShape } from './user.ts';

/** Shows a user. */
export const showUser = defineVerb({
  name: 'user.show',
  summary: 'Shows a user.',
  permission: 'accounts:read',
  change: false,
  input: z.strictObject({ id: idField }),
  output: userShape,
  run: ({ id }, { tx }) => readUser(tx, id),
});
