import type { VerbContext } from '../../define-verb.ts';
import { inParts } from '../../in-parts.ts';
import { nextRevision } from '../../registry/next-revision.ts';
import type { WholeGrantRow } from './grant.ts';

/**
 * Ends one grant or ten thousand for good, with an event for each.
 *
 * @param context of a verb for which `grants:write` is needed
 */
export async function endGrants(
  { tx, now, event, changed }: VerbContext,
  grants: readonly Pick<WholeGrantRow, 'id' | 'label'>[],
): Promise<void> {
  const gone = { revoked_at: now, updated_at: now, previous_hash: null, previous_until: null };
  const revision = await nextRevision(tx);
  await inParts(grants, async (part) => {
    const ids = part.map(({ id }) => id);
    await tx
      .updateTable('access_grant')
      .set({ ...gone, revision })
      .where('id', 'in', ids)
      .execute();
    for (const { id, label } of part) event({ grant: id, label }, 'grant.revoke');
  });
  changed();
}
