import type { Atom } from './atom.ts';

/** What makes a call be refused, or be held: atoms put together, with negation at the atoms. */
export type Formula =
  | { readonly kind: 'constant'; readonly value: boolean }
  | { readonly kind: 'atom'; readonly atom: Atom; readonly wanted: boolean }
  | { readonly kind: 'all' | 'any'; readonly of: readonly Formula[] };

export const always: Formula = { kind: 'constant', value: true };
export const never: Formula = { kind: 'constant', value: false };

/** Every atom of a formula, once. */
export function atomsIn(formula: Formula, found = new Set<Atom>()): Set<Atom> {
  if (formula.kind === 'atom') found.add(formula.atom);
  if (formula.kind === 'all' || formula.kind === 'any') for (const part of formula.of) atomsIn(part, found);
  return found;
}
