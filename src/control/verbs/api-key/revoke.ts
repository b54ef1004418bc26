import { z } from 'zod';
import { Fault } from '../../../kernel/index.ts';
import { defineVerb } from '../../define-verb.ts';
import { idField } from '../../fields.ts';

/** Takes an API key away: the next request with it is refused. */
export const revokeApiKey = defineVerb({
  name: 'api_key.revoke',
  summary: 'Takes an API key away: the next request with it is refused.',
  permission: 'api_keys:write',
  change: true,
  input: z.strictObject({ id: idField }),
  output: z.strictObject({}),
  run: async ({ id }, { tx, event }) => {
    const key = await tx.deleteFrom('api_key').where('id', '=', id).returning('name').executeTakeFirst();
    if (key === undefined) throw new Fault('not_found', 'there is no such API key');
    event({ apiKey: id, name: key.name });
    return {};
  },
});
