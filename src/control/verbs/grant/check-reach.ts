import { Fault } from '../../../kernel/index.ts';
import type { Sql } from '../../../store/index.ts';
import { InputFault, type InputProblem } from '../../input-fault.ts';
import { noSuch } from '../../registry/no-such.ts';
import type { Services } from '../../services.ts';

/**
 * What a grant is to open must be there, and a server that wants two people takes only policies whose version in force
 * two people agreed to.
 *
 * @param before what it opens already: that needs nobody's leave
 * @throws InputFault naming what is not there; Fault `conflict`
 */
export async function checkReach(
  tx: Sql,
  services: Services,
  servers: Readonly<Record<string, string>>,
  before: Readonly<Record<string, string>> = {},
): Promise<void> {
  const wanted = Object.entries(servers);
  if (wanted.length === 0) throw new InputFault([{ pointer: '/servers', message: 'must name at least one server' }]);
  const declared = services.declared?.();
  const slugs = wanted.map(([slug]) => slug);
  const names = wanted.map(([, policy]) => policy);
  const storedServers = await tx
    .selectFrom('server')
    .select(['slug', 'two_person'])
    .where('slug', 'in', slugs)
    .where('removed_at', 'is', null)
    .execute();
  const storedPolicies = await tx
    .selectFrom('policy')
    .select(['name', 'confirmed'])
    .where('name', 'in', names)
    .where('removed_at', 'is', null)
    .execute();
  const bySlug = new Map(storedServers.map((row) => [row.slug, row]));
  const byName = new Map(storedPolicies.map((row) => [row.name, row]));
  const problems: InputProblem[] = [];
  for (const [slug, policy] of wanted) {
    const pointer = `/servers/${slug}`;
    if (declared?.servers.has(slug) !== true && !bySlug.has(slug)) {
      problems.push({ pointer, message: await noSuch(tx, services, 'server', slug) });
    }
    if (declared?.policies.has(policy) !== true && !byName.has(policy)) {
      problems.push({ pointer, message: await noSuch(tx, services, 'policy', policy) });
    }
  }
  if (problems.length > 0) throw new InputFault(problems);
  for (const [slug, policy] of wanted) {
    const known = Object.hasOwn(before, slug) && before[slug] === policy;
    const guarded = declared?.servers.has(slug) !== true && bySlug.get(slug)?.two_person === 1;
    const ofFile = declared?.policies.has(policy) === true;
    if (known || !guarded || ofFile || byName.get(policy)?.confirmed === 1) continue;
    throw new Fault(
      'conflict',
      `the server ${slug} wants two people: activate a version of ${policy} with a second person's confirmation first`,
    );
  }
}
