import { z } from 'zod';
import { Fault } from '../../../kernel/index.ts';
import { targetWords } from '../../../kills/index.ts';
import { tell } from '../../../notify/index.ts';
import { defineVerb } from '../../define-verb.ts';
import { idField } from '../../fields.ts';
import { targetOf } from '../../kills/kill-row.ts';
import { killColumns, killOf, killShape } from './kill.ts';

/** Lets what was stopped go on. */
export const liftKill = defineVerb({
  name: 'kill.lift',
  summary: 'Lets what was stopped go on.',
  permission: 'kill:write',
  change: true,
  input: z.strictObject({ id: idField }),
  output: z.strictObject({ kill: killShape }),
  run: async ({ id }, { tx, actor, now, event, changed }) => {
    const row = await tx.deleteFrom('kill').where('id', '=', id).returning(killColumns).executeTakeFirst();
    if (row === undefined) throw new Fault('not_found', 'this is not stopped');
    const target = targetWords(targetOf(row));
    await tell(tx, { type: 'kill.lifted', data: { kill: id, target, by: `${actor.kind}:${actor.id}` } }, now);
    event({ kill: id, kind: row.kind, grant_name: row.grant_name, server: row.server, tool: row.tool });
    changed();
    return { kill: killOf(row) };
  },
});
