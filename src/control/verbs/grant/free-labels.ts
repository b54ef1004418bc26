import { Fault } from '../../../kernel/index.ts';
import type { Sql } from '../../../store/index.ts';
import { inParts } from '../../in-parts.ts';
import { notOfFile } from '../../registry/declared-by-file.ts';
import type { Services } from '../../services.ts';

/**
 * Whoever names a grant does so by its id or by its label: no label may be another grant's, or any grant's id.
 *
 * @throws Fault `conflict` for a label that another grant has that is not revoked, that one of the file has, or that is
 *   the id of a grant
 */
export async function freeLabels(tx: Sql, services: Services, labels: readonly string[]): Promise<void> {
  notOfFile(services, 'grant', labels);
  await inParts(labels, async (part) => {
    const taken = await tx
      .selectFrom('access_grant')
      .select('label')
      .where('label', 'in', part)
      .where('revoked_at', 'is', null)
      .limit(1)
      .executeTakeFirst();
    if (taken !== undefined) throw new Fault('conflict', `there is a grant ${taken.label} already`);
    const id = await tx.selectFrom('access_grant').select('id').where('id', 'in', part).limit(1).executeTakeFirst();
    if (id !== undefined) throw new Fault('conflict', `${id.id} is the id of a grant: give it another label`);
  });
}
