import type { Grant, Snapshot } from '../../../snapshot/index.ts';

/** A grant with its place in the order by label. */
export interface GrantInOrder {
  readonly key: string;
  readonly grant: Grant;
}

const known = new WeakMap<Snapshot['grantsById'], readonly GrantInOrder[]>();

/** The grants of a snapshot by label; sorted once, for whoever reads all of them asks for many pages. */
export function grantsByLabel({ grantsById }: Pick<Snapshot, 'grantsById'>): readonly GrantInOrder[] {
  const before = known.get(grantsById);
  if (before !== undefined) return before;
  const placed = [...grantsById.values()].map((one): GrantInOrder => {
    const { label, id } = one.principal.grant;
    return { key: `${label} ${id}`, grant: one };
  });
  placed.sort((a, b) => (a.key < b.key ? -1 : 1));
  known.set(grantsById, placed);
  return placed;
}
