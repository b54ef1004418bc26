import { z } from 'zod';
import { isOver } from '../../../accounts/index.ts';
import { defineVerb } from '../../define-verb.ts';
import { sessionOf, sessionShape } from './session.ts';

/** Lists one's own sessions, the newest first. There are never so many that they would need pages. */
export const listUserSessions = defineVerb({
  name: 'session.list',
  summary: 'Lists your own sessions, the newest first.',
  permission: 'self',
  change: false,
  input: z.strictObject({}),
  output: z.strictObject({ items: z.array(sessionShape) }),
  run: async (_input, { tx, actor, now }) => {
    const rows = await tx
      .selectFrom('user_session')
      .select(['id', 'created_at', 'used_at', 'address', 'user_agent'])
      .where('user_id', '=', actor.id)
      .orderBy('created_at', 'desc')
      .limit(200)
      .execute();
    const open = rows.filter((row) => !isOver({ createdAt: row.created_at, usedAt: row.used_at }, now));
    return { items: open.map((row) => sessionOf(row, actor.session)) };
  },
});
