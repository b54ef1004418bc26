import type { Path } from '../condition/path.ts';
import type { PolicyDocument, ServerRequests } from '../read/document.ts';
import type { Limit } from '../read/limit.ts';
import type { ItemRules } from '../read/rules.ts';
import type { Position } from '../source/positions.ts';
import { utc, type Zone } from '../time/zone.ts';
import { type BudgetPlan, baseOf, planOf } from './budget-plan.ts';
import { matcherOf } from './pattern-index.ts';
import { type ToolPlan, toolPlan } from './tool-plan.ts';

/** An entry of `resources` or `prompts`, ready to be judged by. */
export interface ItemEntry {
  readonly pattern: string;
  readonly rules: ItemRules;
  readonly budgets: readonly BudgetPlan[];
}

/** A compiled policy: immutable, safe to share between calls and to be swapped while calls are judged. */
export interface Policy {
  /** Part of the identity of every budget. */
  readonly name: string;
  readonly mode: 'enforce' | 'observe';
  readonly default: 'allow' | 'deny';
  /** Whether any call of it may have to take something: no call has a demand where this is false. */
  readonly limited: boolean;
  /** Whether any condition looks at a tool's category or severity: whoever asks must have had the tool classed. */
  readonly asksRisk: boolean;
  readonly serverRequests: ServerRequests;
  /** The document it was compiled from: for linters and differences, never for judging. */
  readonly document: PolicyDocument;
  /** Line and column of an offset in the document's text. */
  readonly positionAt: (offset: number) => Position;
  /** What applies to a tool of this name. */
  readonly toolPlan: (name: string) => ToolPlan;
  readonly resources: ItemIndex;
  readonly prompts: ItemIndex;
  readonly auditPaths: readonly Path[] | undefined;
  readonly zone: Zone;
}

/** Entries of `resources` or `prompts`: those that stand for a name, and all of them for templates. */
export interface ItemIndex {
  readonly match: (name: string) => readonly ItemEntry[];
  readonly entries: readonly ItemEntry[];
}

/** Names whose plan is kept. They come from a server's list, which is bounded; a client cannot fill this with others. */
const maxPlans = 20_000;

/**
 * A policy under its name, which is part of the identity of every budget: policies of other names have other budgets.
 *
 * @param policy as `readPolicy` gave it, whatever its name was
 */
export function compile(policy: Policy, { name }: { readonly name: string }): Policy {
  return policy.name === name ? policy : compileDocument(policy.document, name, policy.positionAt);
}

/** Compiles a document that was read. */
export function compileDocument(
  document: PolicyDocument,
  name: string,
  positionAt: (offset: number) => Position,
): Policy {
  const tools = matcherOf(document.tools);
  const hide = matcherOf(document.hide.map(({ pattern, place }) => [pattern, place.pointer] as const));
  const limits = limitsOf(document);
  const durable = durableBases(limits, name);
  const plan = (limit: Limit): BudgetPlan => planOf(limit, name, durable);
  const plans = new Map<string, ToolPlan>();
  return Object.freeze({
    name,
    mode: document.mode,
    default: document.default,
    limited: limits.length > 0 || hasSlots(document),
    asksRisk: document.allTools?.asksRisk === true || document.tools.some(([, { asksRisk }]) => asksRisk),
    serverRequests: Object.freeze(document.serverRequests),
    document,
    positionAt,
    toolPlan: (tool: string) => {
      const known = plans.get(tool);
      if (known !== undefined) return known;
      const [hiding] = hide(tool);
      const entries = tools(tool).map(([pattern, rules]) => ({ pattern, rules }));
      const made = toolPlan(hiding?.[1], entries, document.allTools, document.approval, plan);
      if (plans.size >= maxPlans) plans.clear();
      plans.set(tool, made);
      return made;
    },
    resources: itemIndex(document.resources, plan),
    prompts: itemIndex(document.prompts, plan),
    auditPaths: document.auditPaths,
    zone: document.zone ?? utc,
  });
}

const noItems: ItemIndex = Object.freeze({ match: () => [], entries: [] });

function itemIndex(items: PolicyDocument['resources'], plan: (limit: Limit) => BudgetPlan): ItemIndex {
  if (items.length === 0) return noItems;
  const entries = items.map(([pattern, rules]): ItemEntry => ({ pattern, rules, budgets: rules.limits.map(plan) }));
  const match = matcherOf(entries.map((entry) => [entry.pattern, entry] as const));
  return Object.freeze({ match: (name: string) => match(name).map(([, entry]) => entry), entries });
}

const none: ReadonlySet<string> = new Set();

/** The budgets of a policy of this name that some limit wants durable. */
function durableBases(limits: readonly Limit[], name: string): ReadonlySet<string> {
  const durable = limits.filter((limit) => limit.durable);
  return durable.length === 0 ? none : new Set(durable.map((limit) => baseOf(limit, name)));
}

function hasSlots({ tools, allTools }: PolicyDocument): boolean {
  return allTools?.concurrency !== undefined || tools.some(([, { concurrency }]) => concurrency !== undefined);
}

/** Every limit of a document, in its order. */
export function limitsOf({ tools, resources, prompts, allTools }: PolicyDocument): readonly Limit[] {
  const limits: Limit[] = [];
  for (const entries of [tools, resources, prompts]) for (const [, entry] of entries) limits.push(...entry.limits);
  if (allTools !== undefined) limits.push(...allTools.limits);
  return limits;
}
