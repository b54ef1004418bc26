import { z } from 'zod';
import { defineVerb } from '../../define-verb.ts';
import { timeField } from '../../fields.ts';
import { cut, madeAt, pageFields, pageOf } from '../../page.ts';
import { behind } from '../behind.ts';

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
  run: async (page, { tx }) => {
    const query = behind(tx.selectFrom('message').selectAll(), ['created_at', 'id'], page);
    return cut(await query.execute(), page.limit, madeAt, ({ id, about, sender, text, address, created_at }) => ({
      id,
      about,
      from: sender,
      text,
      address,
      createdAt: created_at,
    }));
  },
});
