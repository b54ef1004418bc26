import { Fault } from '../../../kernel/index.ts';
import type { Sql } from '../../../store/index.ts';
import { notOfFile } from '../../registry/declared-by-file.ts';
import { noSuch } from '../../registry/no-such.ts';
import type { Services } from '../../services.ts';

/**
 * A stored server, for a change of it.
 *
 * @throws Fault `conflict` when the file declares it, `not_found`
 */
export async function storedServer(tx: Sql, services: Services, slug: string) {
  notOfFile(services, 'server', slug);
  const row = await tx
    .selectFrom('server')
    .selectAll()
    .where('slug', '=', slug)
    .where('removed_at', 'is', null)
    .executeTakeFirst();
  if (row === undefined) throw new Fault('not_found', await noSuch(tx, services, 'server', slug));
  return row;
}
