import { z } from 'zod';
import { Fault } from '../../../kernel/index.ts';
import { defineVerb } from '../../define-verb.ts';
import { passwordField } from '../../fields.ts';
import { proveOwnPassword } from '../profile/prove-own-password.ts';
import { forgive, refuseAttempt, stillProven } from '../session/prove-password.ts';
import { beginSession, endSessionsOf, openedShape, userAgentField } from '../session/session.ts';
import { readUser } from '../user/user.ts';

/** Takes away one's own second factor. Every other session ends. */
export const removeSecondFactor = defineVerb({
  name: 'second_factor.remove',
  summary: 'Takes away your own second factor; your other sessions end.',
  permission: 'self',
  change: true,
  input: z.strictObject({ password: passwordField, userAgent: userAgentField }),
  output: openedShape,
  prepare: ({ password }, context) => proveOwnPassword(context, password),
  run: async ({ userAgent }, context, proof) => {
    const { tx, actor, event } = context;
    if (!(await stillProven(tx, proof))) return refuseAttempt(context, proof);
    await forgive(tx, proof);
    const { numDeletedRows } = await tx.deleteFrom('second_factor').where('user_id', '=', actor.id).executeTakeFirst();
    if (numDeletedRows !== 1n) throw new Fault('conflict', 'you have no second factor');
    await tx.deleteFrom('recovery_code').where('user_id', '=', actor.id).execute();
    event({ user: actor.id });
    await endSessionsOf(tx, actor.id);
    const { token, cookie } = await beginSession(context, actor.id, userAgent);
    return { token, cookie, user: await readUser(tx, actor.id) };
  },
});
