import { z } from 'zod';
import { Fault } from '../../../kernel/index.ts';
import { defineVerb } from '../../define-verb.ts';
import { idField } from '../../fields.ts';
import { endMadeWith } from '../user/end-made-with.ts';

/** Takes an API key away: the next request with it is refused. So is what was made with it, unless that is to be kept. */
export const revokeApiKey = defineVerb({
  name: 'api_key.revoke',
  summary:
    'Takes an API key away, with the keys and the one-time links that were made with it: the next request with any of them is refused.',
  permission: 'api_keys:write',
  change: true,
  input: z.strictObject({
    id: idField,
    made: z
      .enum(['revoke', 'keep'])
      .default('revoke')
      .describe(
        'what becomes of the keys and links that were made with it; keep: when a key is replaced that nobody else had',
      ),
  }),
  output: z.strictObject({
    apiKeys: z.number().int().describe('keys that went with it'),
    links: z.number().int().describe('one-time links that went with it'),
  }),
  run: async ({ id, made }, { tx, event }) => {
    const key = await tx.deleteFrom('api_key').where('id', '=', id).returning('name').executeTakeFirst();
    if (key === undefined) throw new Fault('not_found', 'there is no such API key');
    const taken = made === 'keep' ? { apiKeys: 0, links: 0 } : await endMadeWith(tx, [id]);
    event({ apiKey: id, name: key.name, made, taken });
    return taken;
  },
});
