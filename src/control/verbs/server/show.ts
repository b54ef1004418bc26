import { z } from 'zod';
import { defineVerb } from '../../define-verb.ts';
import { credentialFields } from '../../registry/credentials.ts';
import { slugField } from '../../registry/names.ts';
import { storedServer } from './find-server.ts';
import { healthOf } from './health.ts';
import { serverOf, serverOfFile, serverShape } from './server.ts';

/** One server, with the grants that open it. */
export const showServer = defineVerb({
  name: 'server.show',
  summary: 'Shows a server and the grants that open it.',
  permission: 'servers:read',
  change: false,
  input: z.strictObject({ slug: slugField }),
  output: serverShape.extend({ grants: z.number().int().describe('grants that open it, those of the file included') }),
  run: async ({ slug }, { tx, services }) => {
    const state = (await healthOf(services))(slug);
    const counted = await tx
      .selectFrom('grant_access')
      .innerJoin('access_grant', 'access_grant.id', 'grant_access.grant_id')
      .select((x) => x.fn.countAll<number>().as('count'))
      .where('grant_access.server', '=', slug)
      .where('access_grant.revoked_at', 'is', null)
      .executeTakeFirst();
    const file = services.declared?.();
    const ofFile = (file?.grants ?? []).filter(({ servers }) => servers.has(slug)).length;
    const grants = Number(counted?.count ?? 0) + ofFile;
    const declared = file?.servers.get(slug);
    if (declared !== undefined) return { ...serverOfFile(declared, state), grants };
    const row = await storedServer(tx, services, slug);
    const fields = (await credentialFields(tx, [row.id])).get(row.id) ?? [];
    return { ...serverOf(row, fields, state), grants };
  },
});
