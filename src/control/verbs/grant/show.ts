import { z } from 'zod';
import { Fault } from '../../../kernel/index.ts';
import { defineVerb } from '../../define-verb.ts';
import { noSuch } from '../../registry/no-such.ts';
import {
  grantAmong,
  grantColumns,
  grantOf,
  grantOfFile,
  grantRef,
  grantShape,
  lastUseByLabel,
  reachOf,
} from './grant.ts';

/** One grant, revoked or not. */
export const showGrant = defineVerb({
  name: 'grant.show',
  summary: 'Shows a grant: what it opens, on what terms, when it was last used.',
  permission: 'grants:read',
  change: false,
  input: z.strictObject({ grant: grantRef }),
  output: grantShape,
  run: async ({ grant: ref }, { tx, now, services }) => {
    const label = ref.replace(/^file:/, '');
    const file = services.declared?.().grants.find((grant) => grant.label === label);
    if (file !== undefined) return grantOfFile(file, (await lastUseByLabel(tx, [file])).get(label) ?? null);
    const rows = await tx
      .selectFrom('access_grant')
      .leftJoin('grant_use', 'grant_use.grant_id', 'access_grant.id')
      .select([...grantColumns, 'grant_use.used_at as used_at'])
      .where((x) => x.or([x('access_grant.id', '=', ref), x('access_grant.label', '=', ref)]))
      .orderBy('access_grant.created_at', 'desc')
      .execute();
    const row = grantAmong(rows, ref);
    if (row === undefined) throw new Fault('not_found', await noSuch(tx, services, 'grant', ref));
    return grantOf(row, (await reachOf(tx, [row.id])).get(row.id) ?? {}, now);
  },
});
