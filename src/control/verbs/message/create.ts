import { z } from 'zod';
import { tell } from '../../../notify/index.ts';
import { defineVerb } from '../../define-verb.ts';

/** Messages that are kept: the oldest make room. */
const mostKept = 5_000;

/**
 * Takes a message from a form of the catalogue's pages. It has no address in the API: the pages hand messages over, each
 * within its sender's limit.
 */
export const createMessage = defineVerb({
  name: 'message.create',
  summary: 'Takes a message from a form of the catalogue’s pages.',
  permission: 'public',
  change: true,
  input: z.strictObject({
    about: z.string().max(400),
    from: z.string().max(200),
    text: z.string().min(10).max(4_000),
    address: z.string().max(100),
  }),
  output: z.strictObject({ id: z.string() }),
  run: async ({ about, from, text, address }, { tx, now, ids, seal, event }) => {
    const id = ids.id();
    await tx.insertInto('message').values({ id, about, sender: from, text, address, created_at: now }).execute();
    const last = await tx
      .selectFrom('message')
      .select('created_at')
      .orderBy('created_at', 'desc')
      .offset(mostKept)
      .limit(1)
      .executeTakeFirst();
    if (last !== undefined) await tx.deleteFrom('message').where('created_at', '<=', last.created_at).execute();
    await tell(tx, { type: 'message.received', data: { message: id, about }, values: { from, text } }, now, seal);
    event({ message: id, about });
    return { id };
  },
});
