import { z } from 'zod';
import { digestOf } from '../../../accounts/index.ts';
import { defineVerb } from '../../define-verb.ts';
import { idField, timeField } from '../../fields.ts';
import { resetMs } from '../invitation/invitation.ts';
import { linkOf } from '../invitation/link.ts';
import { keysMadeBy, keysMadeShape, madeField } from './keys-made-by.ts';
import { makerOf } from './maker-of.ts';
import { readUser, takeMade } from './user.ts';

/** Makes a one-time link with which a user chooses a new password. The old one holds until then; what they made can end now. */
export const resetUserPassword = defineVerb({
  name: 'user.reset_password',
  summary:
    'Makes a one-time link with which a user chooses a new password; shown in this answer only, it lasts an hour.',
  permission: 'accounts:write',
  change: true,
  input: z.strictObject({ id: idField, made: madeField }),
  output: z.strictObject({ link: z.string(), expiresAt: timeField, apiKeys: keysMadeShape }),
  run: async ({ id, made }, { tx, actor, ids, now, event, services }) => {
    const { email, name, role } = await readUser(tx, id);
    await tx.deleteFrom('invitation').where('user_id', '=', id).execute();
    const taken = made === 'revoke' ? await takeMade(tx, id) : undefined;
    const invitation = ids.id();
    const secret = ids.secret('');
    const { createdBy, madeWith, until } = await makerOf(tx, actor);
    const expiresAt = Math.min(now + resetMs, until ?? Number.POSITIVE_INFINITY);
    await tx
      .insertInto('invitation')
      .values({
        id: invitation,
        email,
        name,
        role,
        kind: 'reset',
        user_id: id,
        digest: digestOf(secret),
        created_by: createdBy,
        made_with: madeWith,
        created_at: now,
        expires_at: expiresAt,
      })
      .execute();
    event({ user: id, invitation, expiresAt, ...(taken === undefined ? {} : { taken }) });
    return { link: linkOf(services, 'invitation', secret), expiresAt, apiKeys: await keysMadeBy(tx, id) };
  },
});
