import { z } from 'zod';
import type { Sql } from '../../../store/index.ts';
import type { VerbContext } from '../../define-verb.ts';
import { inParts } from '../../in-parts.ts';
import { nextRevision } from '../../registry/next-revision.ts';
import { personBehind } from '../user/maker-of.ts';
import { keepPolicies } from './keep-policies.ts';
import type { WholePolicyRow } from './policy.ts';

/** What came of asking for an activation. */
export const activationShape = z.strictObject({
  state: z.enum(['active', 'proposed']).describe('proposed: a second person has to agree, with policy.confirm'),
  version: z.number().int(),
});

/** A version of a policy that is to be in force. */
export interface Wanted {
  readonly policy: WholePolicyRow;
  readonly version: number;
  readonly observe: boolean;
}

export type Activation =
  | { readonly state: 'proposed'; readonly version: number }
  | { readonly state: 'active'; readonly version: number; readonly row: WholePolicyRow };

/**
 * Puts versions in force, of one policy or of ten thousand, or proposes them where a server that wants two people has the
 * policy.
 *
 * @param always propose them in any case: the policies are meant for such a server
 * @returns what came of each, by the id of its policy
 */
export async function activateIn(
  context: VerbContext,
  wanted: readonly Wanted[],
  always = false,
): Promise<ReadonlyMap<string, Activation>> {
  const { tx, actor } = context;
  const servers = await twoPersonServers(
    tx,
    wanted.map(({ policy }) => policy.name),
  );
  const waits = ({ policy }: Wanted) => always || servers.has(policy.name);
  await propose(context, wanted.filter(waits), servers);
  const by = `${actor.kind}:${actor.id}`;
  const now = wanted.filter((one) => !waits(one)).map((one) => ({ ...one, by, second: null }));
  const rows = new Map((await putInForce(context, now)).map((row) => [row.id, row]));
  return new Map(
    wanted.map(({ policy: { id }, version }) => {
      const row = rows.get(id);
      return [id, row === undefined ? { state: 'proposed', version } : { state: 'active', version, row }];
    }),
  );
}

/** The same of one. */
export async function activateOne(context: VerbContext, wanted: Wanted, always = false): Promise<Activation['state']> {
  const activated = await activateIn(context, [wanted], always);
  return activated.get(wanted.policy.id)?.state ?? 'proposed';
}

/** An activation that nothing stands in the way of any more. */
interface Agreed extends Wanted {
  readonly by: string;
  /** Who agreed, where two were needed. */
  readonly second: string | null;
}

/** Puts versions in force. Whoever calls this has seen to it that they may be. @returns the policies as they are then */
export async function putInForce(
  { tx, now, event, changed }: VerbContext,
  agreed: readonly Agreed[],
): Promise<readonly WholePolicyRow[]> {
  if (agreed.length === 0) return [];
  const revision = await nextRevision(tx);
  await inParts(agreed, async (part) => {
    const ids = part.map(({ policy }) => policy.id);
    const last = await tx
      .selectFrom('policy_activation')
      .select((x) => ['policy_id', x.fn.max('seq').as('seq')])
      .where('policy_id', 'in', ids)
      .groupBy('policy_id')
      .execute();
    const seqs = new Map(last.map(({ policy_id, seq }) => [policy_id, Number(seq)]));
    const rows = part.map(({ policy: { id }, version, observe, by, second }) => ({
      policy_id: id,
      seq: (seqs.get(id) ?? 0) + 1,
      version,
      observe: observe ? 1 : 0,
      activated_by: by,
      confirmed_by: second,
      activated_at: now,
    }));
    await tx.insertInto('policy_activation').values(rows).execute();
    await tx.deleteFrom('policy_proposal').where('policy_id', 'in', ids).execute();
  });
  const rows = agreed.map(({ policy, version, observe, second }) => ({
    ...policy,
    active_version: version,
    observe: observe ? 1 : 0,
    confirmed: second === null ? 0 : 1,
    updated_at: now,
    revision,
  }));
  await keepPolicies(tx, rows);
  for (const { policy, version, observe, by, second } of agreed) {
    event({ policy: policy.name, version, observe, ...(second === null ? {} : { askedBy: by }) }, 'policy.activated');
  }
  changed();
  return rows;
}

/** Leaves versions to a second person: one proposal a policy. */
async function propose(
  { tx, actor, now, event }: VerbContext,
  wanted: readonly Wanted[],
  servers: ReadonlyMap<string, readonly string[]>,
): Promise<void> {
  if (wanted.length === 0) return;
  // The person, whatever they ask with: a second one is to agree, and not a second key of theirs.
  const requested_by = await personBehind(tx, actor);
  await inParts(wanted, (part) =>
    tx
      .insertInto('policy_proposal')
      .values(
        part.map(({ policy, version, observe }) => ({
          policy_id: policy.id,
          version,
          observe: observe ? 1 : 0,
          requested_by,
          requested_at: now,
        })),
      )
      .onConflict((on) =>
        on.column('policy_id').doUpdateSet((x) => ({
          version: x.ref('excluded.version'),
          observe: x.ref('excluded.observe'),
          requested_by: x.ref('excluded.requested_by'),
          requested_at: x.ref('excluded.requested_at'),
        })),
      )
      .execute(),
  );
  for (const { policy, version, observe } of wanted) {
    event({ policy: policy.name, version, observe, servers: servers.get(policy.name) ?? [] }, 'policy.proposed');
  }
}

/** Servers that want two people, and that some grant opens under one of these policies; by policy. */
async function twoPersonServers(tx: Sql, policies: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> {
  const found = new Map<string, string[]>();
  await inParts(policies, async (part) => {
    const rows = await tx
      .selectFrom('grant_access')
      .innerJoin('server', 'server.slug', 'grant_access.server')
      .innerJoin('access_grant', 'access_grant.id', 'grant_access.grant_id')
      .select(['grant_access.policy', 'server.slug'])
      .distinct()
      .where('grant_access.policy', 'in', part)
      .where('server.two_person', '=', 1)
      .where('server.removed_at', 'is', null)
      .where('access_grant.revoked_at', 'is', null)
      .execute();
    for (const { policy, slug } of rows) found.set(policy, [...(found.get(policy) ?? []), slug]);
  });
  return found;
}
