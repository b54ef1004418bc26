import { z } from 'zod';
import { defineVerb } from '../../define-verb.ts';
import { pageFields, pageOf, pagePosition } from '../../page.ts';
import { pageOfBoth } from '../../page-of-both.ts';
import { policyNameField, slugField } from '../../registry/names.ts';
import { isPartOf, isPartOfColumn } from '../part-of.ts';
import { grantColumns, grantOf, grantOfFile, grantShape, lastUseByLabel, reachOf } from './grant.ts';

/** Grants by label: those of the file and those of the store. */
export const listGrants = defineVerb({
  name: 'grant.list',
  summary: 'Lists the grants by label, those that the configuration file declares included; never a token.',
  permission: 'grants:read',
  change: false,
  input: z.strictObject({
    ...pageFields,
    q: z.string().max(100).optional().describe('a part of the label'),
    server: slugField.optional(),
    policy: policyNameField.optional(),
    owner: z.string().optional(),
    state: z.enum(['active', 'expired', 'revoked', 'all']).default('active'),
  }),
  output: pageOf(grantShape),
  run: async ({ cursor, limit, q, server, policy, owner, state }, { tx, now, services }) => {
    const [afterLabel = '', afterId = ''] = cursor === undefined ? [] : pagePosition(cursor).id.split(' ');
    const declared = services.declared?.().grants ?? [];
    const ofFile = declared
      .filter(
        ({ label, servers }) =>
          label > afterLabel &&
          (state === 'active' || state === 'all') &&
          owner === undefined &&
          isPartOf(q ?? '', label) &&
          (server === undefined || servers.has(server)) &&
          (policy === undefined || [...servers.values()].includes(policy)),
      )
      .sort((a, b) => (a.label < b.label ? -1 : 1))
      .slice(0, limit + 1);
    let query = tx
      .selectFrom('access_grant')
      .leftJoin('grant_use', 'grant_use.grant_id', 'access_grant.id')
      .select([...grantColumns, 'grant_use.used_at as used_at'])
      .where((x) => x(x.refTuple('access_grant.label', 'access_grant.id'), '>', x.tuple(afterLabel, afterId)))
      .orderBy('access_grant.label')
      .orderBy('access_grant.id')
      .limit(limit + 1);
    if (state !== 'all') query = query.where('access_grant.revoked_at', state === 'revoked' ? 'is not' : 'is', null);
    if (state === 'expired') query = query.where('access_grant.expires_at', '<=', now);
    if (state === 'active') {
      query = query.where((x) =>
        x.or([x('access_grant.expires_at', 'is', null), x('access_grant.expires_at', '>', now)]),
      );
    }
    if (q !== undefined) query = query.where(isPartOfColumn(q, 'access_grant.label'));
    if (owner !== undefined) query = query.where('access_grant.owner', '=', owner);
    if (server !== undefined || policy !== undefined) {
      query = query.where('access_grant.id', 'in', (x) => {
        let inner = x.selectFrom('grant_access').select('grant_access.grant_id');
        if (server !== undefined) inner = inner.where('grant_access.server', '=', server);
        if (policy !== undefined) inner = inner.where('grant_access.policy', '=', policy);
        return inner;
      });
    }
    const uses = await lastUseByLabel(tx, ofFile);
    const labels = new Set(declared.map(({ label }) => label));
    return pageOfBoth(limit, {
      declared: ofFile.map((grant) => grantOfFile(grant, uses.get(grant.label) ?? null)),
      stored: await query.execute(),
      keyOf: ({ label, id }) => `${label} ${id}`,
      shown: async (stored) => {
        const rows = stored.filter(({ label }) => !labels.has(label));
        const ids = rows.map(({ id }) => id);
        const reach = await reachOf(tx, ids);
        return rows.map((row) => grantOf(row, reach.get(row.id) ?? {}, now));
      },
    });
  },
});
