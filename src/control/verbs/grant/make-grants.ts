import { tokenHash } from '../../../identity/index.ts';
import type { VerbContext } from '../../define-verb.ts';
import { inParts } from '../../in-parts.ts';
import { nextRevision } from '../../registry/next-revision.ts';
import { checkReach } from './check-reach.ts';
import { checkTerms } from './check-terms.ts';
import { freeLabels } from './free-labels.ts';
import type { WholeGrantRow } from './grant.ts';
import { openReach } from './keep-reach.ts';

/** A grant that is to be made. */
export interface NewGrant {
  readonly label: string;
  readonly servers: Readonly<Record<string, string>>;
  readonly owner: string | null;
  readonly tags: Readonly<Record<string, string>>;
  readonly addresses: readonly string[];
  readonly expiresAt: number | null;
  /** Where it stands in the input; the input itself is one when absent. */
  readonly pointer?: string;
}

/** A grant that was made, with its token, which is kept nowhere. */
export interface MadeGrant {
  readonly row: WholeGrantRow;
  readonly servers: Readonly<Record<string, string>>;
  readonly token: string;
}

/**
 * Makes one grant or ten thousand, with an event for each. What all of them need is asked for once: for as long as this
 * takes nobody else can change anything, and so not stop anything either.
 *
 * @param context of a verb for which `grants:write` is needed
 * @throws InputFault, Fault `conflict`
 */
export async function makeGrants(
  { tx, actor, now, ids, services, event, changed }: VerbContext,
  wanted: readonly NewGrant[],
): Promise<readonly MadeGrant[]> {
  await freeLabels(
    tx,
    services,
    wanted.map(({ label }) => label),
  );
  for (const grant of wanted) await checkTerms(tx, grant, now, grant.pointer);
  await checkReach(
    tx,
    services,
    wanted.map(({ servers, pointer = '' }) => ({ servers, pointer: `${pointer}/servers` })),
  );
  const revision = await nextRevision(tx);
  const made: MadeGrant[] = [];
  await inParts(wanted, async (part) => {
    const grants = part.map(({ label, servers, owner, tags, addresses, expiresAt }) => {
      const token = ids.secret('tg_');
      const row = {
        id: ids.id(),
        label,
        owner,
        tags: JSON.stringify(tags),
        addresses: JSON.stringify(addresses),
        expires_at: expiresAt,
        token_hash: tokenHash(token),
        previous_hash: null,
        previous_until: null,
        created_by: `${actor.kind}:${actor.id}`,
        created_at: now,
        updated_at: now,
        rotated_at: null,
        revoked_at: null,
        revision,
      };
      event({ grant: row.id, label, servers, owner, tags, addresses, expiresAt }, 'grant.create');
      return { row, servers, token };
    });
    const rows = grants.map(({ row }) => row);
    await tx.insertInto('access_grant').values(rows).execute();
    made.push(...grants);
  });
  await openReach(
    tx,
    made.map(({ row: { id }, servers }) => ({ id, servers })),
  );
  changed();
  return made;
}
