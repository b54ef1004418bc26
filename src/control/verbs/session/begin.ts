import { z } from 'zod';
import { Fault } from '../../../kernel/index.ts';
import { defineVerb } from '../../define-verb.ts';
import { emailField, passwordField } from '../../fields.ts';
import { factorFields, takeCode } from '../second-factor/take-code.ts';
import { readUser } from '../user/user.ts';
import { deviceSubject, newDevice } from './device.ts';
import { forgive, provePassword, refuseAttempt, stillProven, uncount } from './prove-password.ts';
import { beginSession, deviceField, signedInShape, userAgentField } from './session.ts';

/** Signs in: address and password, and the code of the second factor where there is one. */
export const beginUserSession = defineVerb({
  name: 'session.begin',
  summary:
    'Signs in. The answer sets a cookie and carries a token; every request after it needs both. Where the user has a second factor, `totp` or `recoveryCode` must be given, too.',
  permission: 'public',
  change: true,
  input: z.strictObject({
    email: emailField,
    password: passwordField,
    ...factorFields,
    userAgent: userAgentField,
    device: deviceField,
  }),
  output: signedInShape,
  prepare: async ({ email, password, totp, recoveryCode, device }, context) => {
    const proof = await provePassword(context, email, password, deviceSubject(context, email, device));
    if (!proof.ok || totp !== undefined || recoveryCode !== undefined) return proof;
    const factor = await context.sql
      .selectFrom('second_factor')
      .select('user_id')
      .where('user_id', '=', proof.userId ?? '')
      .where('state', '=', 'active')
      .executeTakeFirst();
    if (factor === undefined) return proof;
    await uncount(context.sql, proof);
    throw new Fault('second_factor_required', 'the code of your second factor is needed, too');
  },
  run: async ({ totp, recoveryCode, userAgent }, context, proof) => {
    const { tx, now } = context;
    const { userId } = proof;
    if (userId === undefined || !(await stillProven(tx, proof))) return refuseAttempt(context, proof);
    const user = await readUser(tx, userId);
    if (user.secondFactor && !(await takeCode(context, userId, { totp, recoveryCode }))) {
      return refuseAttempt(context, proof);
    }
    await forgive(tx, proof);
    await tx
      .updateTable('user_account')
      .set({ signed_in_at: now, ...(proof.rehashed === undefined ? {} : { password: proof.rehashed }) })
      .where('id', '=', userId)
      .execute();
    const { token, cookie } = await beginSession(context, userId, userAgent, { email: user.email });
    return { token, cookie, device: newDevice(context, user.email), user: { ...user, lastSignInAt: now } };
  },
});
