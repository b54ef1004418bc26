import { z } from 'zod';
import { defineVerb } from '../../define-verb.ts';
import { pageFields, pageOf, pagePosition } from '../../page.ts';
import { pageOfBoth } from '../../page-of-both.ts';
import { credentialFields } from '../../registry/credentials.ts';
import { isPartOf, isPartOfColumn } from '../part-of.ts';
import { healthOf } from './health.ts';
import { serverColumns, serverOf, serverOfFile, serverShape } from './server.ts';

/** Every server, by slug: those of the file and those of the store. */
export const listServers = defineVerb({
  name: 'server.list',
  summary: 'Lists the servers by slug, those that the configuration file declares included.',
  permission: 'servers:read',
  change: false,
  input: z.strictObject({ ...pageFields, q: z.string().max(100).optional().describe('a part of the slug or name') }),
  output: pageOf(serverShape),
  run: async ({ cursor, limit, q }, { tx, services }) => {
    const after = cursor === undefined ? '' : pagePosition(cursor).id;
    const state = await healthOf(services);
    const declared = services.declared?.().servers ?? new Map();
    const ofFile = [...declared.values()]
      .filter(({ slug }) => slug > after && (q === undefined || isPartOf(q, slug)))
      .map((config) => serverOfFile(config, state(config.slug)));
    let query = tx
      .selectFrom('server')
      .select(serverColumns)
      .where('removed_at', 'is', null)
      .where('slug', '>', after)
      .orderBy('slug')
      .limit(limit + 1);
    if (q !== undefined) query = query.where((x) => x.or([isPartOfColumn(q, 'slug'), isPartOfColumn(q, 'name')]));
    return pageOfBoth(limit, {
      declared: ofFile,
      stored: await query.execute(),
      keyOf: ({ slug }) => slug,
      shown: async (stored) => {
        const rows = stored.filter(({ slug }) => !declared.has(slug));
        const ids = rows.map(({ id }) => id);
        const fields = await credentialFields(tx, ids);
        return rows.map((row) => serverOf(row, fields.get(row.id) ?? [], state(row.slug)));
      },
    });
  },
});
