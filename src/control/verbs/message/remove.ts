import { z } from 'zod';
import { Fault } from '../../../kernel/index.ts';
import { defineVerb } from '../../define-verb.ts';
import { idField } from '../../fields.ts';

/** Removes a message that has been dealt with. */
export const removeMessage = defineVerb({
  name: 'message.remove',
  summary: 'Removes a message that has been dealt with.',
  permission: 'installation:write',
  change: true,
  input: z.strictObject({ id: idField }),
  output: z.strictObject({}),
  run: async ({ id }, { tx, event }) => {
    const gone = await tx.deleteFrom('message').where('id', '=', id).returning('about').executeTakeFirst();
    if (gone === undefined) throw new Fault('not_found', 'there is no such message');
    event({ message: id, about: gone.about });
    return {};
  },
});
