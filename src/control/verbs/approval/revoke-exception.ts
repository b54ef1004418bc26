import { z } from 'zod';
import { Fault } from '../../../kernel/index.ts';
import { findException } from '../../../store/approvals/index.ts';
import { defineVerb } from '../../define-verb.ts';
import { idField } from '../../fields.ts';

/** Ends an exception: the next such call asks again. */
export const revokeException = defineVerb({
  name: 'approval_exception.revoke',
  summary: 'Ends an exception: the next such call asks again.',
  permission: 'approvals:decide',
  change: true,
  input: z.strictObject({ id: idField }),
  output: z.strictObject({}),
  run: async ({ id }, { tx, now, event }) => {
    const exception = await findException(tx, id);
    if (exception === undefined) throw new Fault('not_found', 'there is no such exception');
    await tx
      .updateTable('approval_exception')
      .set({ revoked_at: now })
      .where('id', '=', id)
      .where('revoked_at', 'is', null)
      .execute();
    const { grantLabel, server, subject } = exception;
    event({ exception: id, grant: grantLabel, server, subject });
    return {};
  },
});
