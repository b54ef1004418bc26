import { z } from 'zod';
import { defineVerb } from '../../define-verb.ts';
import { cut, pageFields, pageOf, pagePosition } from '../../page.ts';
import { selectUsers, userOf, userShape } from './user.ts';

/** Lists the users, the oldest first. */
export const listUsers = defineVerb({
  name: 'user.list',
  summary: 'Lists the users, the oldest first.',
  permission: 'accounts:read',
  change: false,
  input: z.strictObject(pageFields),
  output: pageOf(userShape),
  run: async ({ cursor, limit }, { tx }) => {
    let query = selectUsers(tx)
      .orderBy('user_account.created_at')
      .orderBy('user_account.id')
      .limit(limit + 1);
    if (cursor !== undefined) {
      const { at, id } = pagePosition(cursor);
      query = query.where((x) => x(x.refTuple('user_account.created_at', 'user_account.id'), '>', x.tuple(at, id)));
    }
    return cut(await query.execute(), limit, (row) => ({ at: row.created_at, id: row.id }), userOf);
  },
});
