import { z } from 'zod';
import { defineVerb } from '../../define-verb.ts';
import { isSetUp } from '../../is-set-up.ts';

/** Says whether the first user is still to be made: then there is nobody who could sign in. */
export const showSetupState = defineVerb({
  name: 'setup.state',
  summary: 'Says whether the first user is still to be made.',
  permission: 'public',
  change: false,
  input: z.strictObject({}),
  output: z.strictObject({ needed: z.boolean() }),
  run: async (_input, { tx }) => ({ needed: !(await isSetUp(tx)) }),
});
