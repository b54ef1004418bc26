import { z } from 'zod';
import { digestOf, roleOf } from '../../../accounts/index.ts';
import { Fault } from '../../../kernel/index.ts';
import type { Sql } from '../../../store/index.ts';
import { emailField, idField, nameField, roleField, timeField } from '../../fields.ts';

/** How long an invitation lasts, in ms. */
export const invitationMs = 72 * 60 * 60_000;
/** How long a link for a new password lasts, in ms. */
export const resetMs = 60 * 60_000;

/** A one-time link that was not used yet: never its secret. */
export const invitationShape = z.strictObject({
  id: idField,
  kind: z.enum(['invitation', 'reset']),
  email: emailField,
  name: nameField,
  role: roleField,
  createdBy: z.string(),
  createdAt: timeField,
  expiresAt: timeField,
});

interface InvitationRow {
  readonly id: string;
  readonly kind: string;
  readonly email: string;
  readonly name: string;
  readonly role: string;
  readonly created_by: string;
  readonly created_at: number;
  readonly expires_at: number;
}

export function invitationOf(row: InvitationRow): z.output<typeof invitationShape> {
  const role = roleOf(row.role);
  if (role === undefined) throw new Error(`the invitation ${row.id} has a role that is none`);
  return {
    id: row.id,
    kind: row.kind === 'reset' ? 'reset' : 'invitation',
    email: row.email,
    name: row.name,
    role,
    createdBy: row.created_by,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
  };
}

/** @throws Fault `not_found`, in one sentence whether it never was, is spent, or is too old */
export async function findInvitation(tx: Sql, secret: string, now: number) {
  const row = await tx
    .selectFrom('invitation')
    .selectAll()
    .where('digest', '=', digestOf(secret))
    .where('expires_at', '>', now)
    .executeTakeFirst();
  if (row === undefined) throw spent();
  return row;
}

/** In one sentence, whatever it was that is not there. */
export function spent(): Fault {
  return new Fault('not_found', 'this link is spent, withdrawn or too old; ask for another one');
}
