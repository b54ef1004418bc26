import type { Sql } from '../../../store/index.ts';
import { inParts } from '../../in-parts.ts';

/** What each of these grants opens, by its id, is this from now on. */
export async function keepReach(
  tx: Sql,
  grants: readonly { readonly id: string; readonly servers: Readonly<Record<string, string>> }[],
): Promise<void> {
  await inParts(grants, (part) =>
    tx
      .deleteFrom('grant_access')
      .where(
        'grant_id',
        'in',
        part.map(({ id }) => id),
      )
      .execute(),
  );
  const rows = grants.flatMap(({ id, servers }) =>
    Object.entries(servers).map(([server, policy]) => ({ grant_id: id, server, policy })),
  );
  await inParts(rows, (part) =>
    tx
      .insertInto('grant_access')
      .values([...part])
      .execute(),
  );
}
