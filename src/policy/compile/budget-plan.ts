import type { Cost, Limit, PerPath, Scope } from '../read/limit.ts';

/** A limit, ready to become a `BudgetTake` once the call is known. */
export interface BudgetPlan {
  readonly limit: Limit;
  /** Policy, label, window, scope and `per`: the budget's identity so far, as length-prefixed parts. */
  readonly base: string;
  /** In the order that the identity uses, so that the order in the document says nothing. */
  readonly per: readonly PerPath[];
  /** The stricter one of all limits in the document that name this budget. */
  readonly durable: boolean;
}

/** One part of a key, so that no two lists of parts make the same key. */
export function part(text: string): string {
  return `${text.length}:${text}`;
}

/**
 * @param policy the policy's name, which is part of every budget's identity
 * @param durable `base` of the budgets that some limit of the document wants durable
 */
export function planOf(limit: Limit, policy: string, durable: ReadonlySet<string>): BudgetPlan {
  const base = baseOf(limit, policy);
  return Object.freeze({ limit, base, per: inOrder(limit.per), durable: durable.has(base) });
}

/** The identity of a budget, without its scope value and `per` values. */
export function baseOf(limit: Limit, policy: string): string {
  const identity = [
    policy,
    limit.shorthand ? 'rate_limit' : 'counter',
    limit.counter,
    String(limit.window.ms),
    limit.scope satisfies Scope,
    ...inOrder(limit.per).map(spell),
  ];
  return identity.map(part).join('');
}

/** The order of `per` says nothing. */
function inOrder(per: readonly PerPath[]): readonly PerPath[] {
  return per.toSorted((a, b) => (spell(a) < spell(b) ? -1 : 1));
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
