import { z } from 'zod';
import { defineVerb } from '../../define-verb.ts';
import { passwordField } from '../../fields.ts';
import { forgive, refuseAttempt, stillProven } from '../session/prove-password.ts';
import { beginSession, endSessionsOf, openedShape, userAgentField } from '../session/session.ts';
import { readUser } from '../user/user.ts';
import { chosenPassword } from './chosen-password.ts';
import { proveOwnPassword } from './prove-own-password.ts';

/** Changes one's own password. Every other session ends, and this one goes on under new secrets. */
export const changePassword = defineVerb({
  name: 'profile.change_password',
  summary: 'Changes your own password; your other sessions end, and this one goes on with a new token.',
  permission: 'self',
  change: true,
  input: z.strictObject({ current: passwordField, password: passwordField, userAgent: userAgentField }),
  output: openedShape,
  prepare: async ({ current, password }, context) => {
    const proof = await proveOwnPassword(context, current);
    return { proof, hash: proof.ok ? await chosenPassword(context, password, [proof.email]) : '' };
  },
  run: async ({ userAgent }, context, { proof, hash }) => {
    const { tx, actor, event } = context;
    if (!(await stillProven(tx, proof))) return refuseAttempt(context, proof);
    await forgive(tx, proof);
    await tx.updateTable('user_account').set({ password: hash }).where('id', '=', actor.id).execute();
    // A link that was asked for before chooses no other one afterwards, whoever has it.
    await tx.deleteFrom('invitation').where('user_id', '=', actor.id).execute();
    event({ user: actor.id });
    await endSessionsOf(tx, actor.id);
    const { token, cookie } = await beginSession(context, actor.id, userAgent);
    return { token, cookie, user: await readUser(tx, actor.id) };
  },
});
