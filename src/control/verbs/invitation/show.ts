import { z } from 'zod';
import { defineVerb } from '../../define-verb.ts';
import { emailField, nameField, secretField } from '../../fields.ts';
import { keysMadeBy, keysMadeShape } from '../user/keys-made-by.ts';
import { findInvitation, invitationOf } from './invitation.ts';

/** Shows whoever holds a link what it is for. */
export const showInvitation = defineVerb({
  name: 'invitation.show',
  summary: 'Shows whoever holds the secret of a link what the link is for.',
  permission: 'public',
  change: false,
  input: z.strictObject({ secret: secretField }),
  output: z.strictObject({
    kind: z.enum(['invitation', 'reset']),
    email: emailField,
    name: nameField,
    apiKeys: keysMadeShape,
  }),
  run: async ({ secret }, { tx, now }) => {
    const invitation = await findInvitation(tx, secret, now);
    const { kind, email, name } = invitationOf(invitation);
    const apiKeys = invitation.user_id === null ? [] : await keysMadeBy(tx, invitation.user_id);
    return { kind, email, name, apiKeys };
  },
});
