import { z } from 'zod';
import { defineVerb } from '../../define-verb.ts';
import { idField, nameField, roleField } from '../../fields.ts';
import { wrongField } from '../../input-fault.ts';
import { notTheLastAdmin, readUser, takeAway, userShape } from './user.ts';

/** Changes a user's name, role or state. Whoever is given another role or disabled loses sessions and own API keys. */
export const updateUser = defineVerb({
  name: 'user.update',
  summary:
    'Changes a user’s name, role or state. With another role, or disabled, they lose their sessions, and the API keys and one-time links that they made.',
  permission: 'accounts:write',
  change: true,
  input: z.strictObject({
    id: idField,
    name: nameField.optional(),
    role: roleField.optional(),
    state: z.enum(['active', 'disabled']).optional(),
  }),
  output: userShape,
  run: async ({ id, name, role, state }, { tx, event }) => {
    const before = await readUser(tx, id);
    const after = { ...before, name: name ?? before.name, role: role ?? before.role, state: state ?? before.state };
    const changes = (['name', 'role', 'state'] as const).filter((field) => after[field] !== before[field]);
    if (changes.length === 0) throw wrongField('id', 'this user is like that already; name what to change');
    const losesRights = changes.includes('role') || after.state === 'disabled';
    if (losesRights && (after.role !== 'admin' || after.state !== 'active')) await notTheLastAdmin(tx, before);
    await tx
      .updateTable('user_account')
      .set({ name: after.name, role: after.role, state: after.state })
      .where('id', '=', id)
      .execute();
    const taken = losesRights ? await takeAway(tx, id) : undefined;
    event({
      user: id,
      email: before.email,
      ...Object.fromEntries(changes.map((field) => [field, { from: before[field], to: after[field] }])),
      ...(taken === undefined ? {} : { taken }),
    });
    return after;
  },
});
