import { z } from 'zod';
import { defineVerb } from '../../define-verb.ts';
import { pageFields, pageOf, pagePosition } from '../../page.ts';
import { pageOfBoth } from '../../page-of-both.ts';
import { isPartOf, isPartOfColumn } from '../part-of.ts';
import { policyColumns, policyOf, policyOfFile, policyShape } from './policy.ts';

/** Every policy, by name: those of the file and those of the store. */
export const listPolicies = defineVerb({
  name: 'policy.list',
  summary: 'Lists the policies by name, those that the configuration file declares included.',
  permission: 'policies:read',
  change: false,
  input: z.strictObject({ ...pageFields, q: z.string().max(100).optional().describe('a part of the name') }),
  output: pageOf(policyShape),
  run: async ({ cursor, limit, q }, { tx, services }) => {
    const after = cursor === undefined ? '' : pagePosition(cursor).id;
    const declared = services.declared?.().policies ?? new Map();
    const ofFile = [...declared.keys()].filter((name) => name > after && isPartOf(q ?? '', name)).map(policyOfFile);
    let query = tx
      .selectFrom('policy')
      .select(policyColumns)
      .where('removed_at', 'is', null)
      .where('name', '>', after)
      .orderBy('name')
      .limit(limit + 1);
    if (q !== undefined) query = query.where(isPartOfColumn(q, 'name'));
    return pageOfBoth(limit, {
      declared: ofFile,
      stored: await query.execute(),
      keyOf: ({ name }) => name,
      shown: (rows) => rows.filter(({ name }) => !declared.has(name)).map(policyOf),
    });
  },
});
