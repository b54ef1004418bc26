import { z } from 'zod';
import { digestOf } from '../../../accounts/index.ts';
import { Fault } from '../../../kernel/index.ts';
import { defineVerb } from '../../define-verb.ts';
import { emailField, nameField, passwordField, secretField } from '../../fields.ts';
import { chosenPassword } from '../profile/chosen-password.ts';
import { newDevice } from '../session/device.ts';
import { beginSession, signedInShape, userAgentField } from '../session/session.ts';
import { addUser } from '../user/add.ts';

/** Makes the first user, an admin, and signs them in. The link is spent with it. */
export const completeSetup = defineVerb({
  name: 'setup.complete',
  summary: 'Makes the first user, an admin, with the secret of the set-up link, and signs them in.',
  permission: 'public',
  change: true,
  input: z.strictObject({
    secret: secretField,
    email: emailField,
    name: nameField,
    password: passwordField,
    userAgent: userAgentField,
  }),
  output: signedInShape,
  prepare: async ({ secret, email, name, password }, context) => {
    // Before anything is hashed for whoever asks.
    const link = await context.sql
      .selectFrom('setup_link')
      .select('digest')
      .where('digest', '=', digestOf(secret))
      .where('expires_at', '>', context.now)
      .executeTakeFirst();
    if (link === undefined) throw spent();
    return chosenPassword(context, password, [email, name]);
  },
  run: async ({ secret, email, name, userAgent }, context, hash) => {
    const { tx, now, event } = context;
    const { numDeletedRows } = await tx
      .deleteFrom('setup_link')
      .where('digest', '=', digestOf(secret))
      .where('expires_at', '>', now)
      .executeTakeFirst();
    const somebody = await tx.selectFrom('user_account').select('id').limit(1).executeTakeFirst();
    if (numDeletedRows !== 1n || somebody !== undefined) throw spent();
    const user = await addUser(context, { email, name, role: 'admin', password: hash });
    event({ user: user.id, email });
    const { token, cookie } = await beginSession(context, user.id, userAgent, { email });
    return { token, cookie, device: newDevice(context, user.email), user };
  },
});

function spent(): Fault {
  return new Fault('not_found', 'this set-up link is spent or too old; `toolgate user setup-link` makes another one');
}
