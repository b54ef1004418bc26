import type { Sql } from '../../../store/index.ts';
import { inParts } from '../../in-parts.ts';

/** What a grant opens, by its id. */
interface KeptReach {
  readonly id: string;
  readonly servers: Readonly<Record<string, string>>;
}

/** What each of these grants opens is this from now on. */
export async function keepReach(tx: Sql, grants: readonly KeptReach[]): Promise<void> {
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
  await openReach(tx, grants);
}

/** What each of these grants opens, which opened nothing before. */
export async function openReach(tx: Sql, grants: readonly KeptReach[]): Promise<void> {
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
