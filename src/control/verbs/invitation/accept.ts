import { z } from 'zod';
import { roleOf } from '../../../accounts/index.ts';
import { Fault } from '../../../kernel/index.ts';
import { defineVerb, type VerbContext } from '../../define-verb.ts';
import { nameField, passwordField, secretField } from '../../fields.ts';
import { chosenPassword } from '../profile/chosen-password.ts';
import { addUser } from '../user/add.ts';
import { madeField } from '../user/keys-made-by.ts';
import { readUser, takeMade, userShape } from '../user/user.ts';
import { findInvitation, spent } from './invitation.ts';

/**
 * Uses a one-time link: makes the user that was invited, or gives the one that it is for a new password. Either signs in
 * afterwards like anybody else: where there is a second factor, a link is not enough.
 */
export const acceptInvitation = defineVerb({
  name: 'invitation.accept',
  summary: 'Uses a one-time link: chooses the password of the user that was invited, or a new one. Then sign in.',
  permission: 'public',
  change: true,
  input: z.strictObject({
    secret: secretField,
    password: passwordField,
    name: nameField.optional(),
    made: madeField,
  }),
  output: userShape,
  prepare: async ({ secret, password }, context) => {
    const { email, name } = await findInvitation(context.sql, secret, context.now);
    return chosenPassword(context, password, [email, name]);
  },
  run: async ({ secret, name, made }, context, hash) => {
    const { tx, now, event } = context;
    const invitation = await findInvitation(tx, secret, now);
    await tx.deleteFrom('invitation').where('id', '=', invitation.id).execute();
    if (invitation.user_id !== null) return newPassword(context, invitation.user_id, hash, made);
    const role = roleOf(invitation.role);
    if (role === undefined) throw new Fault('conflict', 'this invitation names a role that is none');
    const { email } = invitation;
    const user = await addUser(context, { email, name: name ?? invitation.name, role, password: hash });
    event({ invitation: invitation.id, user: user.id, email, role });
    return user;
  },
});

async function newPassword({ tx, event }: VerbContext, userId: string, hash: string, made: 'keep' | 'revoke') {
  const user = await readUser(tx, userId);
  if (user.state !== 'active') throw spent();
  await tx.updateTable('user_account').set({ password: hash }).where('id', '=', userId).execute();
  await tx.deleteFrom('user_session').where('user_id', '=', userId).execute();
  const taken = made === 'revoke' ? await takeMade(tx, userId) : undefined;
  event({ user: userId, email: user.email, ...(taken === undefined ? {} : { taken }) }, 'user.password_reset');
  return user;
}
