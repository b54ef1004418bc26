import { z } from 'zod';
import { base32, newTotpSecret, totpUri } from '../../../accounts/index.ts';
import { Fault } from '../../../kernel/index.ts';
import { defineVerb } from '../../define-verb.ts';
import { passwordField } from '../../fields.ts';
import { proveOwnPassword } from '../profile/prove-own-password.ts';
import { forgive, refuseAttempt, stillProven } from '../session/prove-password.ts';
import { readUser } from '../user/user.ts';
import { secretContext } from './second-factor.ts';

/** Begins to set up a second factor. It counts once its first code was right. */
export const enrolSecondFactor = defineVerb({
  name: 'second_factor.enrol',
  summary:
    'Begins to set up a second factor: a secret for an authenticator. It counts once a code of it was confirmed.',
  permission: 'self',
  change: true,
  input: z.strictObject({ password: passwordField }),
  output: z.strictObject({ secret: z.string().describe('base 32'), uri: z.string().describe('otpauth://…') }),
  prepare: ({ password }, context) => proveOwnPassword(context, password),
  run: async (_input, context, proof) => {
    const { tx, actor, seal, now, event } = context;
    if (!(await stillProven(tx, proof))) return refuseAttempt(context, proof);
    await forgive(tx, proof);
    const user = await readUser(tx, actor.id);
    if (user.secondFactor) throw new Fault('conflict', 'you have a second factor; remove it first');
    const secret = newTotpSecret();
    const sealed = seal.seal('second-factor', secret, secretContext(actor.id));
    await tx.deleteFrom('second_factor').where('user_id', '=', actor.id).execute();
    await tx
      .insertInto('second_factor')
      .values({ user_id: actor.id, secret: sealed, state: 'pending', last_step: 0, created_at: now })
      .execute();
    event({ user: actor.id });
    return { secret: base32(secret), uri: totpUri(secret, user.email) };
  },
});
