import type { JsonObject } from '../../../protocol/index.ts';
import { compact, member, plainText } from '../imported.ts';
import { carryCondition } from './condition.ts';

/** What one rule becomes. */
export interface CarriedRule {
  readonly require: readonly JsonObject[];
  readonly limits: readonly JsonObject[];
}

/** A rule that refuses every call, because the source says so or because it could not be carried. */
export interface RefusingRule {
  readonly onDeny: string | undefined;
  /** Why it could not be carried; `undefined` where the source refuses. */
  readonly why: string | undefined;
}

const windows = ['minute', 'hour', 'day'];

/**
 * One rule of Intercept: conditions on arguments become `require`, conditions on the rule's own counter and the
 * shorthand become limits. What a rule asks must hold for a call to pass, so one that cannot be carried whole refuses.
 *
 * @param scope the tool's name, or `_global` for rules of every tool: where its counters live
 */
export function carryRule(rule: unknown, scope: string): CarriedRule | RefusingRule {
  const onDeny = plainText(member(rule, 'on_deny'));
  const refuse = (why?: string): RefusingRule => ({ onDeny, why });
  const [action = '', state, rate] = ['action', 'state', 'rate_limit'].map((key) => member(rule, key) ?? undefined);
  const conditions = member(rule, 'conditions') ?? [];
  if (action === 'deny') return refuse();
  if (action !== '' && action !== 'evaluate') return refuse('its action is none that Intercept has');
  if (!Array.isArray(conditions)) return refuse('its conditions are no list');
  if (rate !== undefined && rate !== '') {
    if (conditions.length > 0 || state !== undefined) return refuse('rate_limit stands beside conditions or state');
    return carryRate(rate, scope, onDeny) ?? refuse('its rate_limit is not <count>/<minute, hour or day>');
  }
  if (conditions.length === 0) return refuse('it has no conditions');
  const require: JsonObject[] = [];
  const counted: unknown[] = [];
  for (const condition of conditions) {
    const path = member(condition, 'path');
    if (typeof path === 'string' && path.startsWith('state.')) counted.push(condition);
    else if (typeof path !== 'string' || !path.startsWith('args.'))
      return refuse('a path starts with neither args. nor state.');
    else {
      const carried = carryCondition(condition);
      if ('why' in carried) return refuse(carried.why);
      require.push(carried.condition);
    }
  }
  const limits = counted.length === 0 ? [] : carryLimit(counted, state, scope, onDeny);
  if (limits === undefined) return refuse('a condition on a counter that is no upper bound of the rule’s own');
  if ('exhausted' in limits) return refuse();
  return { require: require.length === 0 ? [] : [compact({ conditions: require, on_deny: onDeny })], limits };
}

function carryRate(rate: unknown, scope: string, onDeny: string | undefined): CarriedRule | undefined {
  const [, count, window = ''] = /^([1-9]\d{0,14})\/(minute|hour|day)$/.exec(String(rate)) ?? [];
  if (count === undefined) return undefined;
  return { require: [], limits: [limitOf(`${scope}._rate_${window}`, window, Number(count), undefined, onDeny)] };
}

/** One upper bound on the rule's own counter. Below one call it refuses everything. */
function carryLimit(
  counted: readonly unknown[],
  state: unknown,
  scope: string,
  onDeny: string | undefined,
): readonly JsonObject[] | { readonly exhausted: true } | undefined {
  const [condition] = counted;
  const [counter, window] = [member(state, 'counter'), member(state, 'window')];
  const [op, value] = [member(condition, 'op'), member(condition, 'value')];
  if (counted.length > 1 || typeof counter !== 'string' || typeof window !== 'string') return undefined;
  if (member(condition, 'path') !== `state.${scope}.${counter}` || !windows.includes(window)) return undefined;
  if ((op !== 'lt' && op !== 'lte') || typeof value !== 'number' || !Number.isFinite(value)) return undefined;
  const cost = costOf(state);
  if (cost === undefined || !/^[ -~]+$/.test(counter)) return undefined;
  const max = Math.trunc(value) - (op === 'lt' ? 1 : 0);
  if (max <= 0) return { exhausted: true };
  const name = `${scope}.${counter}`;
  return name.length > 128 ? undefined : [limitOf(name, window, max, cost.amount, onDeny)];
}

/** What a call adds: a fixed whole number, or an argument. Intercept cuts an amount's decimals off; here they count. */
function costOf(state: unknown): { readonly amount: JsonObject | number | undefined } | undefined {
  const [increment, from] = [member(state, 'increment'), member(state, 'increment_from')];
  if (typeof from === 'string' && from !== '') {
    const carried = carryCondition({ path: from, op: 'exists', value: true });
    return 'why' in carried || !from.startsWith('args.')
      ? undefined
      : { amount: { path: carried.condition.path ?? '' } };
  }
  if (increment === undefined || increment === 0 || increment === 1) return { amount: undefined };
  return Number.isSafeInteger(increment) && Number(increment) > 0 ? { amount: Number(increment) } : undefined;
}

function limitOf(
  counter: string,
  window: string,
  max: number,
  cost: JsonObject | number | undefined,
  onDeny: string | undefined,
): JsonObject {
  return compact({ counter, window, max, scope: 'server', cost, on_deny: onDeny });
}
