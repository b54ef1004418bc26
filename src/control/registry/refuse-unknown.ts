import type { Sql } from '../../store/index.ts';
import { InputFault, type InputProblem } from '../input-fault.ts';
import type { Services } from '../services.ts';
import { noSuch } from './no-such.ts';

/**
 * What speaks of a grant or a server that is not there would lie in wait for a name, and whoever misspelled it believes
 * that it is in force.
 *
 * @throws InputFault naming what there is
 */
export async function refuseUnknown(
  tx: Sql,
  services: Services,
  { grant, server }: { readonly grant: string | undefined; readonly server: string | undefined },
): Promise<void> {
  const problems: InputProblem[] = [];
  if (grant !== undefined && !(await isGrant(tx, services, grant))) {
    problems.push({ pointer: '/grant', message: await noSuch(tx, services, 'grant', grant) });
  }
  if (server !== undefined && !(await isServer(tx, services, server))) {
    problems.push({ pointer: '/server', message: await noSuch(tx, services, 'server', server) });
  }
  if (problems.length > 0) throw new InputFault(problems);
}

async function isGrant(tx: Sql, services: Services, ref: string): Promise<boolean> {
  const label = ref.replace(/^file:/, '');
  if (services.declared?.().grants.some((grant) => grant.label === label)) return true;
  const row = await tx
    .selectFrom('access_grant')
    .select('id')
    .where((x) => x.or([x('id', '=', ref), x('label', '=', ref)]))
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
  return row !== undefined;
}

async function isServer(tx: Sql, services: Services, slug: string): Promise<boolean> {
  if (services.declared?.().servers.has(slug)) return true;
  const stored = tx.selectFrom('server').select('id').where('slug', '=', slug).where('removed_at', 'is', null);
  return (await stored.executeTakeFirst()) !== undefined;
}
