import { assertNever } from '../../kernel/index.ts';
import { type CallContext, judge, type Policy, readPolicy, type ToolCall, unclassified } from '../../policy/index.ts';
import type { JsonObject, JsonValue } from '../../protocol/index.ts';
import type { ArgumentRule } from './argument-rules.ts';
import type { RecommendedPlan } from './plan-tool.ts';

/** A name that no plan has: what is said of all other tools is tried on it. */
const stranger = 'toolgate.no-such-tool';

const context: CallContext = {
  grant: { id: 'proof', label: 'proof', tags: new Map() },
  server: 'proof',
  organization: 'proof',
  now: 0,
};

/**
 * Reads the document as the gateway would and judges calls against each part of each plan: a policy that does not do
 * what is said of it is not shown to anybody.
 *
 * @returns what the document does not do; nothing where all is proven
 */
export function unproven(document: JsonObject, plans: readonly RecommendedPlan[], observes: boolean): string[] {
  const read = readPolicy(JSON.stringify(document), 'json', { name: 'recommended' });
  if (!read.ok) return read.errors.map(({ message }) => message);
  const { policy } = read;
  if ((policy.mode === 'observe') !== observes) return ['mode'];
  const other = observes || verdict(policy, stranger, {}) === 'default_deny';
  return [...(other ? [] : ['other tools']), ...plans.flatMap((plan) => unprovenOf(policy, plan))];
}

function unprovenOf(policy: Policy, plan: RecommendedPlan): string[] {
  const good = goodArguments(plan.rules);
  const wanted = plan.effect === 'allow' ? 'pass' : plan.effect === 'ask' ? 'approval_required' : 'denied';
  const faults = verdict(policy, plan.tool, good) === wanted ? [] : [`${plan.tool}: ${plan.effect}`];
  if (plan.effect === 'deny') return faults;
  if (!limits(policy, plan.tool, good, 60_000, plan.perMinute)) faults.push(`${plan.tool}: ${plan.perMinute} a minute`);
  for (const rule of plan.rules) {
    const bad = { ...good, ...badArguments(rule) };
    const said = verdict(policy, plan.tool, bad);
    if (said === 'pass' || said === 'approval_required') faults.push(`${plan.tool}: ${rule.kind}`);
    if (rule.kind === 'amount' && !limits(policy, plan.tool, good, 86_400_000, rule.perDay))
      faults.push(`${plan.tool}: ${rule.perDay} a day`);
  }
  return faults;
}

const called = (name: string, args: JsonObject): ToolCall => ({
  kind: 'tool',
  name,
  arguments: args,
  facts: unclassified,
});

function verdict(policy: Policy, name: string, args: JsonObject): string {
  const judged = judge(policy, called(name, args), context);
  if (judged.verdict === 'refuse') return judged.code;
  return judged.approval === undefined ? 'pass' : 'approval_required';
}

function limits(policy: Policy, name: string, args: JsonObject, windowMs: number, most: number): boolean {
  const judged = judge(policy, called(name, args), context);
  if (judged.verdict === 'refuse') return false;
  // Amounts are counted in millionths.
  return judged.demand.budgets.some((take) => take.windowMs === windowMs && take.max === most * 1_000_000);
}

/** Arguments that meet every rule. */
function goodArguments(rules: readonly ArgumentRule[]): JsonObject {
  return Object.fromEntries(rules.flatMap((rule) => Object.entries(argumentFor(rule, 'good'))));
}

/** Arguments that meet all rules but this one. */
function badArguments(rule: ArgumentRule): JsonObject {
  return argumentFor(rule, 'bad');
}

function argumentFor(rule: ArgumentRule, which: 'good' | 'bad'): JsonObject {
  const bad = which === 'bad';
  switch (rule.kind) {
    case 'public_hosts': {
      const host = bad ? '169.254.169.254' : 'example.com';
      return given(rule.parameter, rule.bare ? host : `https://${host}/`);
    }
    case 'no_secret_files':
      return given(rule.parameter, bad ? '/home/someone/.ssh/id_ed25519' : '/srv/shared/report.txt');
    case 'amount':
      return given(rule.parameter, bad ? rule.perCall + 1 : 1);
    case 'closed':
      return bad ? { 'toolgate-unnamed': 'x' } : {};
    default:
      return assertNever(rule);
  }
}

function given({ name, list }: { readonly name: string; readonly list: boolean }, value: JsonValue): JsonObject {
  return { [name]: list ? [value] : value };
}
