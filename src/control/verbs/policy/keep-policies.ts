import type { Sql } from '../../../store/index.ts';
import { inParts } from '../../in-parts.ts';
import type { WholePolicyRow } from './policy.ts';

/** Writes policies as they are now, whether they were there or not. */
export async function keepPolicies(tx: Sql, rows: readonly WholePolicyRow[]): Promise<void> {
  await inParts(rows, (part) =>
    tx
      .insertInto('policy')
      .values(part)
      .onConflict((on) =>
        on.column('id').doUpdateSet((x) => ({
          description: x.ref('excluded.description'),
          active_version: x.ref('excluded.active_version'),
          observe: x.ref('excluded.observe'),
          confirmed: x.ref('excluded.confirmed'),
          latest_version: x.ref('excluded.latest_version'),
          updated_at: x.ref('excluded.updated_at'),
          removed_at: x.ref('excluded.removed_at'),
          revision: x.ref('excluded.revision'),
        })),
      )
      .execute(),
  );
}
