import { Fault, Slices } from '../../../kernel/index.ts';
import type { Sql } from '../../../store/index.ts';
import { inParts } from '../../in-parts.ts';
import { InputFault, type InputProblem, mostProblems } from '../../input-fault.ts';
import { missing } from '../../registry/no-such.ts';
import type { Services } from '../../services.ts';

/** What a grant is to open. */
export interface WantedReach {
  /** Server slug → policy name. */
  readonly servers: Readonly<Record<string, string>>;
  /** Where it stands in the input; `/servers` when absent. */
  readonly pointer?: string;
  /** What it opens already: that needs nobody's leave. */
  readonly before?: Readonly<Record<string, string>>;
}

/**
 * What grants are to open must be there, and a server that wants two people takes only policies whose version in force
 * two people agreed to. What is named is looked up once, however many grants name it.
 *
 * @throws InputFault naming what is not there; Fault `conflict`
 */
export async function checkReach(tx: Sql, services: Services, grants: readonly WantedReach[]): Promise<void> {
  const there = await namedIn(tx, services, grants);
  const problems: InputProblem[] = [];
  const slices = new Slices();
  for (const { servers, pointer = '/servers' } of grants) {
    if (slices.over) await slices.rest();
    const wanted = Object.entries(servers);
    if (wanted.length === 0) problems.push({ pointer, message: 'must name at least one server' });
    for (const [slug, policy] of wanted) {
      if (problems.length >= mostProblems) break;
      const at = `${pointer}/${slug}`;
      if (!there.servers.has(slug)) problems.push({ pointer: at, message: await there.noServer(slug) });
      if (!there.policies.has(policy)) problems.push({ pointer: at, message: await there.noPolicy(policy) });
    }
    if (problems.length >= mostProblems) break;
  }
  if (problems.length > 0) throw new InputFault(problems);
  for (const { servers, before = {} } of grants) {
    if (slices.over) await slices.rest();
    for (const [slug, policy] of Object.entries(servers)) {
      const known = Object.hasOwn(before, slug) && before[slug] === policy;
      if (known || there.servers.get(slug) !== 'two people' || there.policies.get(policy) === 'agreed') continue;
      throw new Fault(
        'conflict',
        `the server ${slug} wants two people: activate a version of ${policy} with a second person's confirmation first`,
      );
    }
  }
}

interface Named {
  readonly servers: ReadonlyMap<string, 'two people' | 'one'>;
  /** `agreed`: by two people, or by who writes the file. */
  readonly policies: ReadonlyMap<string, 'agreed' | 'by one'>;
  /** What is said of one that is not there. */
  noServer(slug: string): Promise<string>;
  noPolicy(name: string): Promise<string>;
}

async function namedIn(tx: Sql, services: Services, grants: readonly WantedReach[]): Promise<Named> {
  const slugs = new Set<string>();
  const names = new Set<string>();
  for (const { servers } of grants) {
    for (const [slug, policy] of Object.entries(servers)) {
      slugs.add(slug);
      names.add(policy);
    }
  }
  const declared = services.declared?.();
  const servers = new Map<string, 'two people' | 'one'>();
  const policies = new Map<string, 'agreed' | 'by one'>();
  await inParts([...slugs], async (part) => {
    const rows = tx.selectFrom('server').select(['slug', 'two_person']).where('slug', 'in', part);
    for (const { slug, two_person } of await rows.where('removed_at', 'is', null).execute()) {
      servers.set(slug, two_person === 1 ? 'two people' : 'one');
    }
    for (const slug of part) if (declared?.servers.has(slug) === true) servers.set(slug, 'one');
  });
  await inParts([...names], async (part) => {
    const rows = tx.selectFrom('policy').select(['name', 'confirmed']).where('name', 'in', part);
    for (const { name, confirmed } of await rows.where('removed_at', 'is', null).execute()) {
      policies.set(name, confirmed === 1 ? 'agreed' : 'by one');
    }
    for (const name of part) if (declared?.policies.has(name) === true) policies.set(name, 'agreed');
  });
  return {
    servers,
    policies,
    noServer: saying(() => missing(tx, services, 'server')),
    noPolicy: saying(() => missing(tx, services, 'policy')),
  };
}

/** What there is is read with the first name that is missing. */
function saying(read: () => Promise<(name: string) => string>): (name: string) => Promise<string> {
  let sentence: Promise<(name: string) => string> | undefined;
  return async (name) => {
    sentence ??= read();
    return (await sentence)(name);
  };
}
