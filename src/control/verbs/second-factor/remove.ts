import { z } from 'zod';
import { Fault } from '../../../kernel/index.ts';
import { defineVerb } from '../../define-verb.ts';
import { passwordField } from '../../fields.ts';
import { proveOwnPassword } from '../profile/prove-own-password.ts';
import { forgive, refuseAttempt, stillProven } from '../session/prove-password.ts';
import { beginSession, endSessionsOf, openedShape, userAgentField } from '../session/session.ts';
import { readUser } from '../user/user.ts';
import { factorFields, takeCode } from './take-code.ts';

/**
 * Takes away one's own second factor, by proving it once more: whoever took over a session and knows the password has not all of it
 * yet. Every other session ends.
 */
export const removeSecondFactor = defineVerb({
  name: 'second_factor.remove',
  summary:
    'Takes away your own second factor, with a code of it (`totp`) or a `recoveryCode`; your other sessions end.',
  permission: 'self',
  change: true,
  input: z.strictObject({ password: passwordField, ...factorFields, userAgent: userAgentField }),
  output: openedShape,
  prepare: async ({ password, totp, recoveryCode }, context) => {
    if (!(await readUser(context.sql, context.actor.id)).secondFactor) throw none();
    if (totp === undefined && recoveryCode === undefined) {
      throw new Fault('second_factor_required', 'a code of your second factor is needed, or a recovery code');
    }
    return proveOwnPassword(context, password);
  },
  run: async ({ totp, recoveryCode, userAgent }, context, proof) => {
    const { tx, actor, event } = context;
    if (!(await stillProven(tx, proof))) return refuseAttempt(context, proof);
    if (!(await takeCode(context, actor.id, { totp, recoveryCode }))) return refuseAttempt(context, proof);
    await forgive(tx, proof);
    const { numDeletedRows } = await tx.deleteFrom('second_factor').where('user_id', '=', actor.id).executeTakeFirst();
    if (numDeletedRows !== 1n) throw none();
    await tx.deleteFrom('recovery_code').where('user_id', '=', actor.id).execute();
    event({ user: actor.id });
    await endSessionsOf(tx, actor.id);
    const { token, cookie } = await beginSession(context, actor.id, userAgent);
    return { token, cookie, user: await readUser(tx, actor.id) };
  },
});

function none(): Fault {
  return new Fault('conflict', 'you have no second factor');
}
