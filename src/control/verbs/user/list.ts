import { z } from 'zod';
import { defineVerb } from '../../define-verb.ts';
import { cut, madeAt, pageFields, pageOf } from '../../page.ts';
import { behind } from '../behind.ts';
import { selectUsers, userOf, userShape } from './user.ts';

/** Lists the users, the oldest first. */
export const listUsers = defineVerb({
  name: 'user.list',
  summary: 'Lists the users, the oldest first.',
  permission: 'accounts:read',
  change: false,
  input: z.strictObject(pageFields),
  output: pageOf(userShape),
  run: async (page, { tx }) => {
    const query = behind(selectUsers(tx), ['user_account.created_at', 'user_account.id'], page, 'asc');
    return cut(await query.execute(), page.limit, madeAt, userOf);
  },
});
