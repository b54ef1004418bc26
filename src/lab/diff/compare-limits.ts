import type { Policy } from '../../policy/index.ts';
import type { Limit, Path } from '../document.ts';

type ToolPlan = ReturnType<Policy['toolPlan']>;
type Budget = ToolPlan['budgets'][number];
type Slot = ToolPlan['slots'][number];

/** What calls of one class count against. */
export interface CountedAgainst {
  readonly budgets: readonly Budget[];
  readonly slots: readonly Slot[];
}

/** Which classes count against a budget or slot: a budget that more share is the tighter one. */
export type Sharers = ReadonlyMap<string, ReadonlySet<string>>;

export interface LimitChange {
  readonly kind: 'limits';
  /** Some amount that was not admitted may be now. */
  readonly widening: boolean;
  readonly narrowing: boolean;
  /** In words: what stood in the old policy, and what stands in the new one. */
  readonly removed: readonly string[];
  readonly added: readonly string[];
  /** JSON pointers of the limits named, in the old and in the new document. */
  readonly from: readonly string[];
  readonly to: readonly string[];
}

/**
 * Compares what calls of one class count against: wider where some old limit is not implied by a new one, narrower
 * where some new one is not implied by an old one.
 */
export function compareLimits(
  old: CountedAgainst,
  now: CountedAgainst,
  oldSharers: Sharers,
  newSharers: Sharers,
): LimitChange | undefined {
  const [before, after] = [limitsOf(old, oldSharers), limitsOf(now, newSharers)];
  const unimplied = (limits: readonly Measured[], by: readonly Measured[]): Measured[] =>
    limits.filter((limit) => !by.some((other) => implies(other, limit)));
  const loosened = unimplied(before, after);
  const tightened = unimplied(after, before);
  if (loosened.length === 0 && tightened.length === 0) return undefined;
  const counterparts = (limits: readonly Measured[], among: readonly Measured[]): Measured[] =>
    among.filter((other) => limits.some((limit) => limit.key === other.key || limit.label === other.label));
  const removed = [...new Set([...loosened, ...counterparts(tightened, before)])];
  const added = [...new Set([...tightened, ...counterparts(loosened, after)])];
  return {
    kind: 'limits',
    widening: loosened.length > 0,
    narrowing: tightened.length > 0,
    removed: removed.map(({ words }) => words),
    added: added.map(({ words }) => words),
    from: removed.map(({ pointer }) => pointer),
    to: added.map(({ pointer }) => pointer),
  };
}

interface Measured {
  readonly key: string;
  /** What makes two limits versions of one: the counter, or the entry that bounds calls in flight. */
  readonly label: string;
  readonly words: string;
  readonly pointer: string;
  readonly sharers: ReadonlySet<string>;
  readonly limit: Limit | undefined;
  readonly max: number;
  readonly durable: boolean;
}

function limitsOf({ budgets, slots }: CountedAgainst, sharers: Sharers): Measured[] {
  const counted = budgets.map(({ limit, base, durable }) => ({
    key: budgetKey(base),
    label: `${limit.shorthand} ${limit.counter}`,
    words: inWords(limit),
    pointer: limit.place.pointer,
    sharers: sharers.get(budgetKey(base)) ?? new Set<string>(),
    limit,
    max: limit.max,
    durable,
  }));
  const inFlight = slots.map(({ entry, concurrency }) => ({
    key: slotKey(entry),
    label: `in flight ${entry}`,
    words: `${concurrency.max} in flight at once for each grant`,
    pointer: concurrency.place.pointer,
    sharers: sharers.get(slotKey(entry)) ?? new Set<string>(),
    limit: undefined,
    max: concurrency.max,
    durable: false,
  }));
  return [...new Map([...counted, ...inFlight].map((each) => [each.key, each])).values()];
}

export const budgetKey = (base: string): string => `budget ${base}`;
export const slotKey = (entry: string): string => `slot ${entry}`;

/**
 * Scopes whose budgets count every call that one of this scope does. A grant may be used by several users and a user may
 * have several grants, so neither stands for the other.
 */
const within: { readonly [S in Limit['scope']]: readonly Limit['scope'][] } = {
  session: ['session', 'grant', 'organization'],
  grant: ['grant', 'organization'],
  user: ['user', 'organization'],
  server: ['server', 'organization'],
  organization: ['organization'],
};

/** Whether calls that keep `a` keep `b` as well: everything that counts against `b` counts against `a`, and no less. */
function implies(a: Measured, b: Measured): boolean {
  if (a.max > b.max || (b.durable && !a.durable)) return false;
  if (![...b.sharers].every((sharer) => a.sharers.has(sharer))) return false;
  if (a.limit === undefined || b.limit === undefined) return a.limit === b.limit;
  const same = a.limit.align === b.limit.align && a.limit.window.ms === b.limit.window.ms;
  const longer = a.limit.align === 'sliding' && a.limit.window.ms >= b.limit.window.ms;
  return (
    (same || longer) &&
    within[b.limit.scope].includes(a.limit.scope) &&
    a.limit.per.every((per) => b.limit?.per.some((other) => perKey(other) === perKey(per))) &&
    costsNoLess(a.limit.cost, b.limit.cost)
  );
}

const perKey = ({ path, as }: Limit['per'][number]): string => `${as ?? ''} ${path.canonical}`;

function costsNoLess(a: Limit['cost'], b: Limit['cost']): boolean {
  if (a.kind === 'constant') return b.kind === 'constant' && a.amount >= b.amount;
  if (b.kind === 'constant') return a.min >= b.amount;
  return a.path.canonical === b.path.canonical && a.min >= b.min;
}

function inWords({ max, window, scope, per, cost, align, durable, counter, shorthand }: Limit): string {
  const named = ['second', 'minute', 'hour', 'day', 'week'].includes(window.text);
  const length = named ? window.text : /^\d+$/.test(window.text) ? `${window.text} s` : window.text;
  const what =
    cost.kind === 'argument'
      ? ` of ${spelled(cost.path)}${cost.min > 0 ? `, ${cost.min / 1e6} at least` : ''}`
      : cost.amount === 1e6
        ? ''
        : ` at ${cost.amount / 1e6} each`;
  const apart = per.length > 0 ? ` and ${per.map(perWords).join(' and ')}` : '';
  const extras = [align === 'calendar' ? 'by the calendar' : '', durable ? 'durable' : ''].filter(
    (word) => word !== '',
  );
  const label = shorthand ? '' : ` (counter ${counter})`;
  return `${max / 1e6} per ${length}${what} for each ${scope}${apart}${extras.map((word) => `, ${word}`).join('')}${label}`;
}

function perWords({ path, as }: Limit['per'][number]): string {
  return as === undefined ? spelled(path) : `${spelled(path)} as ${as}`;
}

/** A path as people write it. */
function spelled({ canonical }: Path): string {
  return canonical.replace(/\["([A-Za-z_][A-Za-z0-9_-]*)"\]/g, '.$1');
}
