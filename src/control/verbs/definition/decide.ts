import { z } from 'zod';
import { Fault } from '../../../kernel/index.ts';
import { defineVerb, type VerbContext } from '../../define-verb.ts';
import { decided } from '../../definitions/decided.ts';
import { idField } from '../../fields.ts';

const ids = z.array(idField).min(1).max(200).describe('the definitions that were looked at');

/** Approves definitions: from now on they may be listed and called. */
export const approveDefinitions = defineVerb({
  name: 'definition.approve',
  summary:
    'Approves definitions that were looked at: they are listed and may be called. The one that was approved before is not any more, unless it is kept.',
  permission: 'definitions:decide',
  change: true,
  input: z.strictObject({
    ids,
    keep: z
      .boolean()
      .default(false)
      .describe('for servers that show different clients different definitions: the approved ones stay so'),
  }),
  output: z.strictObject({ approved: z.number().int() }),
  run: async (input, context) => {
    const { tx } = context;
    for (const { id, server, tool, hash } of await named(input.ids, context)) {
      if (!input.keep) {
        // What was approved before is forgotten: should it come back, it is a change like any other.
        await tx
          .deleteFrom('definition')
          .where('server', '=', server)
          .where('tool', '=', tool)
          .where('id', '!=', id)
          .where('state', '=', 'approved')
          .execute();
      }
      await decide(id, 'approved', context);
      context.event({ definition: id, server, tool, hash, keep: input.keep });
    }
    await decided(tx);
    context.changed();
    return { approved: input.ids.length };
  },
});

/** Rejects definitions: they stay quarantined, and nobody is asked about them again. */
export const rejectDefinitions = defineVerb({
  name: 'definition.reject',
  summary: 'Rejects definitions: they stay quarantined and wait no more. An approved one is quarantined from now on.',
  permission: 'definitions:decide',
  change: true,
  input: z.strictObject({ ids }),
  output: z.strictObject({ rejected: z.number().int() }),
  run: async (input, context) => {
    for (const { id, server, tool, hash } of await named(input.ids, context)) {
      await decide(id, 'rejected', context);
      context.event({ definition: id, server, tool, hash });
    }
    await decided(context.tx);
    context.changed();
    return { rejected: input.ids.length };
  },
});

/** @throws Fault `not_found` when one is not there, and then nothing is decided: somebody else may have been quicker */
async function named(wanted: readonly string[], { tx }: VerbContext) {
  const rows = await tx
    .selectFrom('definition')
    .select(['id', 'server', 'tool', 'hash'])
    .where('id', 'in', [...wanted])
    .execute();
  if (rows.length !== new Set(wanted).size)
    throw new Fault('not_found', 'one of these definitions is not there any more');
  return rows;
}

async function decide(id: string, state: 'approved' | 'rejected', { tx, actor, now }: VerbContext): Promise<void> {
  await tx
    .updateTable('definition')
    .set({ state, decided_at: now, decided_by: `${actor.kind}:${actor.id}` })
    .where('id', '=', id)
    .execute();
}
