import type { ConfigurationDocument } from '../../configuration/document.ts';
import type { PlannedChange } from '../../configuration/plan.ts';
import type { VerbContext } from '../../define-verb.ts';
import { pointerOf } from '../../input-fault.ts';
import { changeGrants } from '../grant/change-grants.ts';
import { endGrants } from '../grant/end-grants.ts';
import { storedGrants } from '../grant/grant.ts';
import { makeGrants } from '../grant/make-grants.ts';

/**
 * Makes the grants what a document says, all of them at once: there may be ten thousand, and nothing can be stopped as long
 * as it takes.
 *
 * @param context of a verb for which `grants:write` is needed
 * @returns the tokens of those that were made, by label
 */
export async function applyGrants(
  context: VerbContext,
  { grants }: ConfigurationDocument,
  { create, change, remove }: Readonly<Record<PlannedChange['action'], readonly PlannedChange[]>>,
): Promise<Record<string, string>> {
  const wanted = new Map(Object.entries(grants));
  const each = <T>(planned: readonly PlannedChange[], take: (label: string, of: Wanted) => T): T[] =>
    planned.flatMap(({ name }) => {
      const grant = wanted.get(name);
      return grant === undefined ? [] : [take(name, { ...grant, pointer: pointerOf(['document', 'grants', name]) })];
    });
  const made =
    create.length === 0
      ? []
      : await makeGrants(
          context,
          each(create, (label, grant) => ({ label, owner: null, ...grant })),
        );
  const before = await storedGrants(
    context.tx,
    [...change, ...remove].map(({ name }) => name),
  );
  const stored = (label: string) => {
    const row = before.get(label);
    if (row === undefined) throw new Error(`the grant ${label} was there a moment ago`);
    return row;
  };
  if (change.length > 0) {
    await changeGrants(
      context,
      each(change, (label, grant) => ({ before: stored(label), ...grant })),
    );
  }
  if (remove.length > 0) {
    await endGrants(
      context,
      remove.map(({ name }) => stored(name)),
    );
  }
  return Object.fromEntries(made.map(({ row, token }) => [row.label, token]));
}

type Wanted = ConfigurationDocument['grants'][string] & { readonly pointer: string };
