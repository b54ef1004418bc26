import { z } from 'zod';
import { digestOf } from '../../../accounts/index.ts';
import { Fault } from '../../../kernel/index.ts';
import { defineVerb } from '../../define-verb.ts';
import { emailField, nameField, roleField } from '../../fields.ts';
import { makerOf } from '../user/maker-of.ts';
import { invitationMs, invitationShape } from './invitation.ts';
import { linkOf } from './link.ts';

/** Invites somebody: a one-time link, with which they choose a password. An older one to the same address is withdrawn. */
export const createInvitation = defineVerb({
  name: 'invitation.create',
  summary: 'Invites somebody with a role: a one-time link, shown in this answer only, that lasts 72 hours.',
  permission: 'accounts:write',
  change: true,
  input: z.strictObject({ email: emailField, name: nameField, role: roleField }),
  output: z.strictObject({ invitation: invitationShape, link: z.string().describe('shown once') }),
  run: async ({ email, name, role }, { tx, actor, ids, now, event, services }) => {
    const user = await tx.selectFrom('user_account').select('id').where('email', '=', email).executeTakeFirst();
    if (user !== undefined) throw new Fault('conflict', 'there is a user with this address already');
    await tx.deleteFrom('invitation').where('email', '=', email).execute();
    const id = ids.id();
    const secret = ids.secret('');
    const { createdBy, madeWith, until } = await makerOf(tx, actor);
    const expiresAt = Math.min(now + invitationMs, until ?? Number.POSITIVE_INFINITY);
    await tx
      .insertInto('invitation')
      .values({
        id,
        email,
        name,
        role,
        kind: 'invitation',
        user_id: null,
        digest: digestOf(secret),
        created_by: createdBy,
        made_with: madeWith,
        created_at: now,
        expires_at: expiresAt,
      })
      .execute();
    event({ invitation: id, email, role, expiresAt });
    return {
      invitation: { id, kind: 'invitation' as const, email, name, role, createdBy, createdAt: now, expiresAt },
      link: linkOf(services, 'invitation', secret),
    };
  },
});
