import type { VerbContext } from '../../define-verb.ts';
import { inParts } from '../../in-parts.ts';
import { nextRevision } from '../../registry/next-revision.ts';
import { checkReach } from './check-reach.ts';
import { checkTerms } from './check-terms.ts';
import { freeLabels } from './free-labels.ts';
import { reachOf, type WholeGrantRow } from './grant.ts';
import { keepReach } from './keep-reach.ts';

/** What is to be another of a grant; what is absent stays. */
export interface GrantChange {
  readonly before: WholeGrantRow;
  readonly label?: string | undefined;
  readonly servers?: Readonly<Record<string, string>> | undefined;
  readonly owner?: string | null | undefined;
  readonly tags?: Readonly<Record<string, string>> | undefined;
  readonly addresses?: readonly string[] | undefined;
  readonly expiresAt?: number | null | undefined;
  /** Where it stands in the input; the input itself is one when absent. */
  readonly pointer?: string;
}

/** A grant as it is after a change. */
export interface ChangedGrant {
  readonly row: WholeGrantRow;
  readonly servers: Readonly<Record<string, string>>;
}

/**
 * Changes one grant or ten thousand, with an event for each.
 *
 * @param context of a verb for which `grants:write` is needed
 * @throws InputFault, Fault `conflict`
 */
export async function changeGrants(
  { tx, now, services, event, changed }: VerbContext,
  wanted: readonly GrantChange[],
): Promise<readonly ChangedGrant[]> {
  const reach = new Map<string, Readonly<Record<string, string>>>();
  await inParts(wanted, async (part) => {
    const ids = part.map(({ before }) => before.id);
    for (const [id, servers] of await reachOf(tx, ids)) reach.set(id, servers);
  });
  const renamed = wanted.flatMap(({ before, label }) => (label === undefined || label === before.label ? [] : [label]));
  await freeLabels(tx, services, renamed);
  for (const change of wanted) await checkTerms(tx, change, now, change.pointer);
  const opening = wanted.flatMap(({ before, servers, pointer = '' }) =>
    servers === undefined ? [] : [{ servers, pointer: `${pointer}/servers`, before: reach.get(before.id) ?? {} }],
  );
  await checkReach(tx, services, opening);
  const revision = await nextRevision(tx);
  const done: ChangedGrant[] = [];
  const opened: { readonly id: string; readonly servers: Readonly<Record<string, string>> }[] = [];
  await inParts(wanted, async (part) => {
    const rows = part.map(({ before, pointer: _pointer, ...changes }) => {
      const { label, owner, tags, addresses, expiresAt, servers } = changes;
      const row = {
        ...before,
        label: label ?? before.label,
        owner: owner === undefined ? before.owner : owner,
        tags: tags === undefined ? before.tags : JSON.stringify(tags),
        addresses: addresses === undefined ? before.addresses : JSON.stringify(addresses),
        expires_at: expiresAt === undefined ? before.expires_at : expiresAt,
        updated_at: now,
        revision,
      };
      const was = reach.get(before.id) ?? {};
      event(
        { ...changes, grant: before.id, was: before.label, ...(servers === undefined ? {} : { opened: was }) },
        'grant.update',
      );
      if (servers !== undefined) opened.push({ id: before.id, servers });
      done.push({ row, servers: servers ?? was });
      return row;
    });
    // Each of them is there: one statement for many rows, each of which becomes another.
    await tx
      .insertInto('access_grant')
      .values(rows)
      .onConflict((on) =>
        on.column('id').doUpdateSet((x) => ({
          label: x.ref('excluded.label'),
          owner: x.ref('excluded.owner'),
          tags: x.ref('excluded.tags'),
          addresses: x.ref('excluded.addresses'),
          expires_at: x.ref('excluded.expires_at'),
          updated_at: x.ref('excluded.updated_at'),
          revision: x.ref('excluded.revision'),
        })),
      )
      .execute();
  });
  await keepReach(tx, opened);
  changed();
  return done;
}
