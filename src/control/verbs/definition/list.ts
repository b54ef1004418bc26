import { z } from 'zod';
import { defineVerb } from '../../define-verb.ts';
import { cut, pageFields, pageOf } from '../../page.ts';
import { behind } from '../behind.ts';
import { definitionColumns, definitionOf, definitionShape, definitionState, slugField } from './definition.ts';

/** Lists definitions of pinned servers' tools, those that were seen last first. */
export const listDefinitions = defineVerb({
  name: 'definition.list',
  summary:
    'Lists definitions of pinned servers’ tools, the newest first; those that wait for a decision unless another state is asked for.',
  permission: 'findings:read',
  change: false,
  input: z.strictObject({
    ...pageFields,
    server: slugField.optional(),
    tool: z.string().max(128).optional(),
    state: z.enum([...definitionState.options, 'any']).default('waiting'),
  }),
  output: pageOf(definitionShape),
  run: async ({ server, tool, state, ...page }, { tx }) => {
    let query = tx
      .selectFrom('definition as d')
      .select(definitionColumns)
      .select((x) =>
        x
          .selectFrom('definition as o')
          .select((o) => o.fn.countAll().as('n'))
          .whereRef('o.server', '=', 'd.server')
          .whereRef('o.tool', '=', 'd.tool')
          .whereRef('o.id', '!=', 'd.id')
          .where('o.state', '=', 'approved')
          .as('others'),
      );
    if (server !== undefined) query = query.where('d.server', '=', server);
    if (tool !== undefined) query = query.where('d.tool', '=', tool);
    if (state !== 'any') query = query.where('d.state', '=', state);
    const found = await behind(query, ['d.seen_at', 'd.id'], page).execute();
    const rows = found.map((row) => ({ ...row, others: row.others ?? 0 }));
    return cut(rows, page.limit, (row) => ({ at: row.seen_at, id: row.id }), definitionOf);
  },
});
