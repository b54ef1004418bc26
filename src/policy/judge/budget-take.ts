import type { BudgetTake } from '../../limits/index.ts';
import { type JsonObject, sha256Jcs } from '../../protocol/index.ts';
import type { CallContext } from '../call.ts';
import { type BudgetPlan, part } from '../compile/budget-plan.ts';
import { follow } from '../condition/resolve.ts';
import { segmentsOf, withoutFinalDots } from '../operators/file-path.ts';
import { asciiLower, hostOf } from '../operators/host.ts';
import type { Limit, PerPath, Scope } from '../read/limit.ts';
import { maxMillionths, millionths } from '../source/decimal.ts';

/**
 * What a call takes of one budget.
 *
 * @returns `undefined` where it cannot be said: a `per` value that is missing, no scalar or unreadable, or a cost that
 *   is no amount of at most six places. The judge answers `policy_error` at this limit.
 */
export function budgetTake(plan: BudgetPlan, args: JsonObject, context: CallContext): BudgetTake | undefined {
  const { limit } = plan;
  const family = plan.base + part(scopeValue(limit.scope, context));
  let key = family;
  for (const per of plan.per) {
    const value = perValue(per, args);
    if (value === undefined) return undefined;
    key += part(value);
  }
  const cost = amountOf(limit, args);
  if (cost === undefined) return undefined;
  return {
    key,
    family,
    windowMs: limit.window.ms,
    align: limit.align,
    max: limit.max,
    cost,
    durable: plan.durable,
    rule: limit.place.pointer,
    onDeny: limit.onDeny,
    counter: limit.counter,
    window: limit.window.text,
  };
}

/**
 * Whose calls are counted together. A session belongs to a grant, and where there is none, or no user, the grant
 * stands for it: marked, so that no session or user can be called like a grant.
 */
function scopeValue(scope: Scope, context: CallContext): string {
  const { grant, session, user, server, organization } = context;
  switch (scope) {
    case 'grant':
      return grant.id;
    case 'session':
      return session === undefined ? `g${part(grant.id)}` : `s${part(grant.id)}${part(session)}`;
    case 'user':
      return user === undefined ? `g${part(grant.id)}` : `u${part(organization)}${part(user.id)}`;
    case 'server':
      return part(organization) + part(server);
    case 'organization':
      return organization;
  }
}

/** A value that is spelled longer is counted by its digest: keys are kept, sent to others and written down with each call. */
const longestValue = 256;

/** A value by canonical JSON; null counts as missing. */
function perValue({ path, as }: PerPath, args: JsonObject): string | undefined {
  const value = follow(args, path.steps);
  if (typeof value === 'string') {
    const read = as === undefined ? value : readAs(as, value);
    return read === undefined ? undefined : spelled(read);
  }
  if (as !== undefined || (typeof value !== 'number' && typeof value !== 'boolean')) return undefined;
  return String(value);
}

/** No JSON begins as a digest does. */
function spelled(value: string): string {
  return value.length > longestValue ? `#${sha256Jcs(value)}` : JSON.stringify(value);
}

function readAs(as: 'host' | 'path' | 'lower', value: string): string | undefined {
  switch (as) {
    case 'host':
      return hostOf(value)?.name;
    case 'path': {
      const segments = segmentsOf(value);
      // A file that a second name opens has no second budget.
      return segments && `/${withoutFinalDots(segments).join('/')}`;
    }
    case 'lower':
      return asciiLower(value);
  }
}

/** An amount beyond what can be counted is more than any budget holds, save one of the very largest `max`. */
function amountOf({ cost, max }: Limit, args: JsonObject): number | undefined {
  if (cost.kind === 'constant') return cost.amount;
  const value = follow(args, cost.path.steps);
  const amount = typeof value === 'number' ? millionths(value) : undefined;
  if (amount === undefined) return undefined;
  if (amount <= maxMillionths) return Math.max(amount, cost.min);
  return max < maxMillionths ? maxMillionths : undefined;
}
