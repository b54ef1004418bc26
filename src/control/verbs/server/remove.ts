import { z } from 'zod';
import { Fault } from '../../../kernel/index.ts';
import { defineVerb } from '../../define-verb.ts';
import { inParts } from '../../in-parts.ts';
import { dropCredentials } from '../../registry/credentials.ts';
import { slugField } from '../../registry/names.ts';
import { nextRevision } from '../../registry/next-revision.ts';
import { storedServer } from './find-server.ts';

/** Takes a server away, with its credentials. */
export const removeServer = defineVerb({
  name: 'server.remove',
  summary: 'Takes a server away, with its credentials. One that grants open is kept unless they are to lose it.',
  permission: 'servers:write',
  change: true,
  input: z.strictObject({
    slug: slugField,
    detach: z.stringbool().or(z.boolean()).default(false).describe('the grants that open it lose it'),
  }),
  output: z.strictObject({ detached: z.array(z.string()).describe('labels of grants that lost it') }),
  run: async ({ slug, detach }, { tx, now, services, event, changed }) => {
    const { id } = await storedServer(tx, services, slug);
    const grants = await tx
      .selectFrom('grant_access')
      .innerJoin('access_grant', 'access_grant.id', 'grant_access.grant_id')
      .select(['access_grant.id', 'access_grant.label', 'access_grant.revoked_at'])
      .where('grant_access.server', '=', slug)
      .execute();
    const live = grants.filter(({ revoked_at }) => revoked_at === null);
    if (live.length > 0 && !detach) {
      const some = live.slice(0, 5).map(({ label }) => label);
      const more = live.length > some.length ? ` and ${live.length - some.length} more` : '';
      throw new Fault('conflict', `the grants ${some.join(', ')}${more} open this server; detach them, or change them`);
    }
    const revision = await nextRevision(tx);
    // Nothing may come back by registering another server under the same slug.
    await tx.deleteFrom('grant_access').where('server', '=', slug).execute();
    await inParts(live, (part) => {
      const ids = part.map((grant) => grant.id);
      return tx.updateTable('access_grant').set({ revision, updated_at: now }).where('id', 'in', ids).execute();
    });
    await dropCredentials(tx, id);
    await tx.updateTable('server').set({ removed_at: now, updated_at: now, revision }).where('id', '=', id).execute();
    const detached = live.map(({ label }) => label);
    event({ server: slug, id, detached });
    changed();
    return { detached };
  },
});
