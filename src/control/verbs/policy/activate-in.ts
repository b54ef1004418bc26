import { z } from 'zod';
import type { Sql } from '../../../store/index.ts';
import type { VerbContext } from '../../define-verb.ts';
import { nextRevision } from '../../registry/next-revision.ts';
import { personBehind } from '../user/maker-of.ts';

/** What came of asking for an activation. */
export const activationShape = z.strictObject({
  state: z.enum(['active', 'proposed']).describe('proposed: a second person has to agree, with policy.confirm'),
  version: z.number().int(),
});

interface PolicyRow {
  readonly id: string;
  readonly name: string;
}

export type Activation =
  | { readonly state: 'proposed'; readonly version: number }
  | { readonly state: 'active'; readonly version: number; readonly row: ActiveColumns };

interface ActiveColumns {
  readonly active_version: number;
  readonly observe: number;
  readonly confirmed: number;
  readonly updated_at: number;
  readonly revision: number;
}

/**
 * Puts a version in force, or proposes it where a server that wants two people has the policy.
 *
 * @param always propose it in any case: the policy is meant for such a server
 */
export async function activateIn(
  context: VerbContext,
  policy: PolicyRow,
  version: number,
  observe: boolean,
  always = false,
): Promise<Activation> {
  const { tx, actor, now, event } = context;
  const servers = await twoPersonServers(tx, policy.name);
  if (servers.length === 0 && !always) {
    const by = `${actor.kind}:${actor.id}`;
    const row = await putInForce(context, policy, { version, observe, by, second: null });
    return { state: 'active', version, row };
  }
  const proposal = {
    policy_id: policy.id,
    version,
    observe: observe ? 1 : 0,
    // The person, whatever they ask with: a second one is to agree, and not a second key of theirs.
    requested_by: await personBehind(tx, actor),
    requested_at: now,
  };
  await tx
    .insertInto('policy_proposal')
    .values(proposal)
    .onConflict((on) => on.column('policy_id').doUpdateSet(proposal))
    .execute();
  event({ policy: policy.name, version, observe, servers }, 'policy.proposed');
  return { state: 'proposed', version };
}

/** Puts a version in force. Whoever calls this has seen to it that it may be. */
export async function putInForce(
  { tx, now, event }: VerbContext,
  { id, name }: PolicyRow,
  { version, observe, by, second }: { version: number; observe: boolean; by: string; second: string | null },
): Promise<ActiveColumns> {
  const last = await tx
    .selectFrom('policy_activation')
    .select((x) => x.fn.max('seq').as('seq'))
    .where('policy_id', '=', id)
    .executeTakeFirst();
  await tx
    .insertInto('policy_activation')
    .values({
      policy_id: id,
      seq: Number(last?.seq ?? 0) + 1,
      version,
      observe: observe ? 1 : 0,
      activated_by: by,
      confirmed_by: second,
      activated_at: now,
    })
    .execute();
  const row: ActiveColumns = {
    active_version: version,
    observe: observe ? 1 : 0,
    confirmed: second === null ? 0 : 1,
    updated_at: now,
    revision: await nextRevision(tx),
  };
  await tx.updateTable('policy').set(row).where('id', '=', id).execute();
  await tx.deleteFrom('policy_proposal').where('policy_id', '=', id).execute();
  event({ policy: name, version, observe, ...(second === null ? {} : { askedBy: by }) }, 'policy.activated');
  return row;
}

/** Servers that want two people, and that some grant opens under this policy. */
async function twoPersonServers(tx: Sql, policy: string): Promise<string[]> {
  const rows = await tx
    .selectFrom('grant_access')
    .innerJoin('server', 'server.slug', 'grant_access.server')
    .innerJoin('access_grant', 'access_grant.id', 'grant_access.grant_id')
    .select('server.slug')
    .distinct()
    .where('grant_access.policy', '=', policy)
    .where('server.two_person', '=', 1)
    .where('server.removed_at', 'is', null)
    .where('access_grant.revoked_at', 'is', null)
    .execute();
  return rows.map(({ slug }) => slug);
}
