import { z } from 'zod';
import { defineVerb } from '../../define-verb.ts';
import { timeField } from '../../fields.ts';
import { cut, pageFields, pageOf, pagePosition } from '../../page.ts';

const messageShape = z.strictObject({
  id: z.string(),
  about: z.string().describe('the page’s path'),
  from: z.string().describe('where its sender wants an answer, as they say'),
  text: z.string().describe('words of a stranger: show them as text'),
  address: z.string(),
  createdAt: timeField,
});

/** Lists what readers of the catalogue's pages wrote, the newest first. */
export const listMessages = defineVerb({
  name: 'message.list',
  summary: 'Lists what readers of the catalogue’s pages wrote, the newest first.',
  permission: 'messages:read',
  change: false,
  input: z.strictObject(pageFields),
  output: pageOf(messageShape),
  run: async ({ cursor, limit }, { tx }) => {
    let query = tx
      .selectFrom('message')
      .selectAll()
      .orderBy('created_at', 'desc')
      .orderBy('id', 'desc')
      .limit(limit + 1);
    if (cursor !== undefined) {
      const { at, id } = pagePosition(cursor);
      query = query.where((x) => x(x.refTuple('created_at', 'id'), '<', x.tuple(at, id)));
    }
    return cut(
      await query.execute(),
      limit,
      (row) => ({ at: row.created_at, id: row.id }),
      ({ id, about, sender, text, address, created_at }) => ({
        id,
        about,
        from: sender,
        text,
        address,
        createdAt: created_at,
      }),
    );
  },
});
