import type { Access, AttachedPolicy, Snapshot } from './snapshot.ts';

/** What servers list, and a policy lets a client see of it. */
export type ListKind = 'tools' | 'prompts' | 'resources';

/** Which lists may be others for a grant: of one server, or where none is named, of all that it reaches together. */
export type ChangedLists = (grantId: string, slug: string | undefined) => readonly ListKind[];

const kinds: readonly ListKind[] = ['tools', 'prompts', 'resources'];
const none: ReadonlyMap<string, Access> = new Map();

/** Lists of tools alone: of one server, or of every one. */
export function toolsOf(server: string | undefined): ChangedLists {
  return (_, slug) => (server === undefined || slug === undefined || slug === server ? ['tools'] : []);
}

/**
 * What another configuration may have changed in what clients see. It may be that nothing did: whether two policies let the
 * same through is not looked at, for the client asks again and sees.
 */
export function changedLists(before: Snapshot, after: Snapshot): ChangedLists {
  return (grantId, slug) => {
    const was = before.grantsById.get(grantId)?.access ?? none;
    const is = after.grantsById.get(grantId)?.access ?? none;
    if (was === is) return [];
    const slugs = slug === undefined ? new Set([...was.keys(), ...is.keys()]) : [slug];
    const changed = new Set<ListKind>();
    for (const each of slugs) {
      for (const kind of changedUnder(was.get(each), is.get(each))) changed.add(kind);
    }
    return kinds.filter((kind) => changed.has(kind));
  };
}

/** Nearly every policy rules on tools; on the others few do, and what no rule is about the default decides. */
function changedUnder(was: Access | undefined, is: Access | undefined): readonly ListKind[] {
  if (was?.server.upstream !== is?.server.upstream) return kinds;
  const [before, after] = [was?.policy, is?.policy];
  if (sameText(before, after)) return [];
  if (before === undefined || after === undefined || before.policy.default !== after.policy.default) return kinds;
  const both = [before.policy, after.policy];
  return kinds.filter((kind) => kind === 'tools' || both.some((policy) => policy[kind].entries.length > 0));
}

function sameText(one: AttachedPolicy | undefined, other: AttachedPolicy | undefined): boolean {
  return one?.name === other?.name && one?.version === other?.version && one?.policy.mode === other?.policy.mode;
}
