import type { Cost, Limit, PerPath, Scope } from '../read/limit.ts';

/** A limit, ready to become a `BudgetTake` once the call is known. */
export interface BudgetPlan {
  readonly limit: Limit;
  /** Policy, label, window, scope and `per`: the budget's identity so far, as length-prefixed parts. */
  readonly base: string;
  /** In the order that the identity uses, so that the order in the document says nothing. */
  readonly per: readonly PerPath[];
}

/** One part of a key, so that no two lists of parts make the same key. */
export function part(text: string): string {
  return `${text.length}:${text}`;
}

/**
 * @param policy the policy's name, which is part of every budget's identity
 */
export function planOf(limit: Limit, policy: string): BudgetPlan {
  const per = limit.per.toSorted((a, b) => (spell(a) < spell(b) ? -1 : 1));
  const identity = [
    policy,
    limit.shorthand ? 'rate_limit' : 'counter',
    limit.counter,
    String(limit.window.ms),
    limit.scope satisfies Scope,
    ...per.map(spell),
  ];
  return Object.freeze({ limit, per, base: identity.map(part).join('') });
}

/** Whether two limits of one budget say the same, as they must. */
export function agree(a: Limit, b: Limit): boolean {
  return a.max === b.max && a.align === b.align && spellCost(a.cost) === spellCost(b.cost);
}

function spell({ path, as }: PerPath): string {
  return `${as ?? ''}|${path.canonical}`;
}

function spellCost(cost: Cost): string {
  return cost.kind === 'constant' ? String(cost.amount) : `${cost.path.canonical}|${cost.min}`;
}
