import { z } from 'zod';
import { Fault } from '../../../kernel/index.ts';
import { defineVerb } from '../../define-verb.ts';
import { idField } from '../../fields.ts';

/** Signs out: ends one of one's own sessions, by default the one that asks. */
export const endUserSession = defineVerb({
  name: 'session.end',
  summary: 'Signs out: ends one of your own sessions, without an id the one that asks.',
  permission: 'self',
  change: true,
  input: z.strictObject({ id: idField.optional() }),
  output: z.strictObject({}),
  run: async ({ id }, { tx, actor, event }) => {
    const session = id ?? actor.session;
    const { numDeletedRows } = await tx
      .deleteFrom('user_session')
      .where('id', '=', session ?? '')
      .where('user_id', '=', actor.id)
      .executeTakeFirst();
    if (numDeletedRows !== 1n) throw new Fault('not_found', 'there is no such session of yours');
    event({ session });
    return {};
  },
});
