import { z } from 'zod';
import { checkTotp, newRecoveryCodes, recoveryDigest } from '../../../accounts/index.ts';
import { Fault } from '../../../kernel/index.ts';
import { defineVerb } from '../../define-verb.ts';
import { wrongField } from '../../input-fault.ts';
import { beginSession, endSessionsOf, openedShape, userAgentField } from '../session/session.ts';
import { readUser } from '../user/user.ts';
import { secretOf } from './second-factor.ts';

/** Puts a second factor in force with its first code, and gives recovery codes, once. Every other session ends. */
export const confirmSecondFactor = defineVerb({
  name: 'second_factor.confirm',
  summary: 'Puts the second factor in force with a first code. Shows recovery codes, once; your other sessions end.',
  permission: 'self',
  change: true,
  input: z.strictObject({ code: z.string().regex(/^\d{6}$/, 'must be six digits'), userAgent: userAgentField }),
  output: openedShape.extend({ recoveryCodes: z.array(z.string()) }),
  run: async ({ code, userAgent }, context) => {
    const { tx, actor, seal, now, event } = context;
    const factor = await tx.selectFrom('second_factor').selectAll().where('user_id', '=', actor.id).executeTakeFirst();
    if (factor?.state !== 'pending') throw new Fault('conflict', 'no second factor is being set up');
    const step = checkTotp(secretOf(seal, factor), code, now, factor.last_step);
    if (step === undefined) throw wrongField('code', 'is not the code that the authenticator shows now');
    await tx
      .updateTable('second_factor')
      .set({ state: 'active', last_step: step })
      .where('user_id', '=', actor.id)
      .execute();
    const recoveryCodes = newRecoveryCodes();
    await tx.deleteFrom('recovery_code').where('user_id', '=', actor.id).execute();
    await tx
      .insertInto('recovery_code')
      .values(recoveryCodes.map((recovery) => ({ user_id: actor.id, digest: recoveryDigest(recovery) })))
      .execute();
    event({ user: actor.id });
    await endSessionsOf(tx, actor.id);
    const { token, cookie } = await beginSession(context, actor.id, userAgent);
    return { token, cookie, user: await readUser(tx, actor.id), recoveryCodes };
  },
});
