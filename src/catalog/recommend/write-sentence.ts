import { assertNever } from '../../kernel/index.ts';
import type { ArgumentRule } from './argument-rules.ts';
import type { RecommendedPlan } from './plan-tool.ts';
import type { Strength } from './strength.ts';

/** What the policy of one tool does. Every part of it is a part of the plan. */
export function toolSentence(plan: RecommendedPlan, strength: Strength): string {
  const does = `${effectOf(plan)}${demands(plan.rules)}`;
  if (strength === 'observe') {
    return `Forwards every call of every tool, and records where a guarded policy would not have: one that ${does}.`;
  }
  return plan.effect === 'deny'
    ? `Denies every call of ${plan.tool}, and with it every other tool of the server.`
    : `${capital(does)}; denies every other tool of the server.`;
}

function effectOf({ tool, effect, perMinute }: RecommendedPlan): string {
  switch (effect) {
    case 'allow':
      return `lets ${tool} through ${times(perMinute)} for each grant`;
    case 'ask':
      return `asks a person before each call of ${tool}, ${times(perMinute)} for each grant`;
    case 'deny':
      return `denies every call of ${tool}`;
    default:
      return assertNever(effect);
  }
}

function demands(rules: readonly ArgumentRule[]): string {
  if (rules.length === 0) return '';
  return `, ${rules.map(demandOf).join(', ')}`;
}

function demandOf(rule: ArgumentRule): string {
  switch (rule.kind) {
    case 'public_hosts':
      return `with ${rule.parameter.name} ${rule.parameter.required ? '' : '(where it is given) '}at a public address only`;
    case 'no_secret_files':
      return `with no usual place of keys or credentials in ${rule.parameter.name}`;
    case 'amount':
      return `with ${rule.parameter.name} at most ${rule.perCall} a call and ${rule.perDay} a day (change both to your unit)`;
    case 'closed':
      return 'with no argument that its definition does not name';
    default:
      return assertNever(rule);
  }
}

/** What the policy of a whole server does. */
export function serverSentence(plans: readonly RecommendedPlan[], strength: Strength): string {
  const admitted = [
    counted(plans, 'allow', (count) => `lets ${count} through`),
    counted(plans, 'ask', (count) => `asks a person before ${count}`),
  ].filter((part) => part !== '');
  const denied = counted(plans, 'deny', (count) => `denies ${count}`);
  const all = `of ${plans.length} ${plans.length === 1 ? 'tool' : 'tools'}`;
  if (plans.length === 0) return 'Forwards every call and records it: nothing is known of the tools.';
  if (strength === 'observe') {
    const guarded = [...admitted, denied].filter((part) => part !== '').join(', ');
    return `Forwards every call of every tool, and records where a guarded policy would not have: one that ${all} ${guarded}.`;
  }
  // A rate is of what is admitted, and stands beside it.
  const rules = plans.some((plan) => plan.rules.length > 0) ? ' and with arguments that its entry admits' : '';
  const rates =
    admitted.length === 0 ? 'lets none through' : `${admitted.join(', ')}, each up to a rate of its own${rules}`;
  const rest = denied === '' ? 'denies' : `${denied} and`;
  return `${capital(`${all} ${rates}`)}; ${rest} whatever else the server has or will have.`;
}

function counted(
  plans: readonly RecommendedPlan[],
  effect: RecommendedPlan['effect'],
  say: (count: string) => string,
): string {
  const some = plans.filter((plan) => plan.effect === effect);
  return some.length === 0 ? '' : say(String(some.length));
}

const times = (perMinute: number): string => `at most ${perMinute} times a minute`;
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
