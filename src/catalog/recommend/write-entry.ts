import type { JsonObject } from '../../protocol/index.ts';
import { ruleJson } from './argument-rules.ts';
import type { RecommendedPlan } from './plan-tool.ts';

/** A plan as the entry of a policy. */
export function entryOf({ tool, effect, perMinute, rules }: RecommendedPlan): JsonObject {
  if (effect === 'deny') return { action: 'deny', reason: `${tool} is denied by the recommended policy.` };
  const parts = rules.map(ruleJson);
  const require = parts.flatMap((part) => part.require ?? []);
  const denyIf = parts.flatMap((part) => part.denyIf ?? []);
  const limits = parts.flatMap((part) => part.limit ?? []);
  const closed = parts.find((part) => part.arguments !== undefined)?.arguments;
  return {
    ...(effect === 'ask' && { action: 'require_approval', reason: `${tool} needs a person’s consent.` }),
    ...(require.length > 0 && { require }),
    ...(denyIf.length > 0 && { deny_if: denyIf }),
    ...(closed !== undefined && { arguments: closed }),
    ...(limits.length > 0 && { limits }),
    rate_limit: { max: perMinute, window: 'minute' },
  };
}
