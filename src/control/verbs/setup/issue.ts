import { z } from 'zod';
import { digestOf } from '../../../accounts/index.ts';
import { Fault } from '../../../kernel/index.ts';
import { defineVerb } from '../../define-verb.ts';
import { timeField } from '../../fields.ts';
import { linkOf } from '../invitation/link.ts';

/** How long the link is good, in ms. */
export const setupLinkMs = 15 * 60_000;

/** Makes the link with which the first user is made. There is one at a time, and none once there is a user. */
export const issueSetupLink = defineVerb({
  name: 'setup.issue',
  summary: 'Makes the one-time link with which the first user is made, while there is none. It lasts 15 minutes.',
  permission: 'installation:write',
  change: true,
  input: z.strictObject({}),
  output: z.strictObject({ link: z.string(), expiresAt: timeField }),
  run: async (_input, { tx, ids, now, event, services }) => {
    const user = await tx.selectFrom('user_account').select('id').limit(1).executeTakeFirst();
    if (user !== undefined) throw new Fault('conflict', 'there is a user already; invite others instead');
    const secret = ids.secret('');
    const expiresAt = now + setupLinkMs;
    await tx.deleteFrom('setup_link').execute();
    await tx
      .insertInto('setup_link')
      .values({ digest: digestOf(secret), expires_at: expiresAt })
      .execute();
    event({ expiresAt });
    return { link: linkOf(services, 'setup', secret), expiresAt };
  },
});
