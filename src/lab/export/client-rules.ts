import type { Policy } from '../../policy/index.ts';
import { isFinal, refusesWhole, type SharedRules, type ToolRules } from '../document.ts';

/** What of a policy a client can do by itself: not offer a tool, or ask before it calls one. */
export interface ClientRules {
  /** Patterns of tools that are refused whatever the call is. */
  readonly denied: readonly string[];
  /** Patterns of tools that a human must agree to, whatever the call is. */
  readonly asked: readonly string[];
  /** Tools that are let through or asked for; `undefined` where that is no list of names. */
  readonly offered: readonly string[] | undefined;
  /** Whether tools are refused that neither `denied` nor, where it is there, `offered` speaks of. */
  readonly refusesOthers: boolean;
  /** What only the gateway can do, a sentence each. */
  readonly notExpressible: readonly string[];
}

/**
 * @param tools all tools of the server, if they are known: then the answer names each of them, and none else
 */
export function clientRules(policy: Policy, tools?: readonly string[]): ClientRules {
  if (policy.mode === 'observe') {
    const notExpressible = ['the policy only observes: it refuses nothing'];
    return { denied: [], asked: [], offered: undefined, refusesOthers: false, notExpressible };
  }
  const notExpressible = onlyTheGateway(policy);
  const of = (verdict: Verdict, names: readonly string[]): string[] =>
    names.filter((name) => verdictOn(policy, name) === verdict);
  if (tools !== undefined) {
    const offered = tools.filter((name) => verdictOn(policy, name) !== 'denied');
    return { denied: of('denied', tools), asked: of('asked', tools), offered, refusesOthers: false, notExpressible };
  }
  const { document } = policy;
  const patterns = document.tools.map(([pattern]) => pattern);
  const hidden = document.hide.map(({ pattern }) => pattern);
  const refusing = document.tools.filter(([, rules]) => refusesAll(rules)).map(([pattern]) => pattern);
  const asking = document.tools.filter(([, { action }]) => action === 'require_approval').map(([pattern]) => pattern);
  const isList = policy.default === 'deny' && patterns.every((pattern) => !pattern.includes('*'));
  return {
    denied: refusesEverything(policy) ? ['*'] : [...new Set([...hidden, ...refusing])],
    asked: asking.filter((pattern) => !refusing.includes(pattern)),
    offered: isList ? patterns.filter((name) => verdictOn(policy, name) !== 'denied') : undefined,
    refusesOthers: policy.default === 'deny' && !refusesEverything(policy),
    notExpressible,
  };
}

type Verdict = 'denied' | 'asked' | 'offered';

/** What the policy says of a tool before it looks at a call. */
function verdictOn(policy: Policy, name: string): Verdict {
  const plan = policy.toolPlan(name);
  if (refusesWhole(policy, plan)) return 'denied';
  const { denyIf, asks } = plan;
  if (denyIf.some(({ conditions }) => conditions.length === 0)) return 'denied';
  return asks.some(({ rule }) => rule === undefined || rule.conditions.length === 0) ? 'asked' : 'offered';
}

function refusesAll({ action, denyIf }: ToolRules): boolean {
  return isFinal(action) || denyIf.some(({ conditions }) => conditions.length === 0);
}

function refusesEverything({ document }: Policy): boolean {
  const allows = document.tools.some(([, rules]) => !refusesAll(rules));
  const general = document.allTools?.denyIf.some(({ conditions }) => conditions.length === 0) ?? false;
  return general || (document.default === 'deny' && !allows);
}

function onlyTheGateway({ document }: Policy): readonly string[] {
  const sentences: string[] = [];
  for (const [pattern, rules] of document.tools) {
    const parts = partsOf(rules);
    if (!refusesAll(rules) && parts.length > 0) sentences.push(`tools ${pattern}: ${parts.join(', ')}`);
  }
  const general = document.allTools === undefined ? [] : partsOf(document.allTools);
  if (general.length > 0) sentences.push(`all_tools: ${general.join(', ')}`);
  if (document.resources.length > 0) sentences.push('resources');
  if (document.prompts.length > 0) sentences.push('prompts');
  if (document.default === 'deny') sentences.push('default: deny, for resources and prompts');
  return sentences;
}

function partsOf(rules: SharedRules & Partial<ToolRules>): string[] {
  const has: readonly (readonly [string, boolean])[] = [
    ['require', rules.require.length > 0],
    ['arguments', rules.arguments !== undefined],
    ['deny_if', rules.denyIf.some(({ conditions }) => conditions.length > 0)],
    ['approve_if', rules.approveIf.length > 0],
    ['limits', rules.limits.length > 0],
    ['concurrency', rules.concurrency !== undefined],
  ];
  return has.filter(([, is]) => is).map(([name]) => name);
}
