import { assertNever } from '../../kernel/index.ts';
import type { BudgetTake, Demand } from '../../limits/index.ts';
import { isCallableName, type JsonObject } from '../../protocol/index.ts';
import type { Call, CallContext, ToolCall } from '../call.ts';
import { type BudgetPlan, part } from '../compile/budget-plan.ts';
import type { ItemIndex, Policy } from '../compile/policy.ts';
import type { ToolPlan } from '../compile/tool-plan.ts';
import type { Condition } from '../condition/condition.ts';
import { type ConditionScope, holds } from '../condition/evaluate.ts';
import { Meter, stepsPerJudgement } from '../condition/meter.ts';
import type { Judgement, Refusal } from '../judgement.ts';
import { under } from '../source/pointer.ts';
import { uriFault } from '../uri/canonical-uri.ts';
import { approvalDemand } from './approval-demand.ts';
import { budgetTake } from './budget-take.ts';
import type { Trace } from './trace.ts';

/** One judgement under way. */
interface Run {
  readonly policy: Policy;
  readonly context: CallContext;
  readonly meter: Meter;
  readonly trace: Trace | undefined;
  /** Pointer of the rule that is being looked at: what decides when it cannot be judged. */
  rule: string;
}

/**
 * Judges one call: steps 2 to 5 and 7 of section 3, and what steps 6 and 8 will take. Deterministic; no I/O, no clock
 * (`context.now` is the moment); what it cannot judge, for whatever reason, it refuses as `policy_error`.
 *
 * `mode: "observe"` is the pipeline's business: the judgement is the same.
 *
 * @param trace filled with what every entry and condition said
 */
export function judge(policy: Policy, call: Call, context: CallContext, trace?: Trace): Judgement {
  const run: Run = { policy, context, meter: new Meter(stepsPerJudgement), trace, rule: '' };
  try {
    switch (call.kind) {
      case 'tool':
        return judgeTool(call, run);
      case 'prompt':
        return isCallableName(call.name) ? judgeItem(policy.prompts, call.name, run) : refuse('unknown_tool', '');
      case 'resource':
        return uriFault(call.uri) === undefined
          ? judgeItem(policy.resources, call.uri, run)
          : refuse('bad_request', '');
      default:
        return assertNever(call);
    }
  } catch {
    // Over its budget of steps, or anything unforeseen: a call that could not be judged is no call that was allowed.
    trace?.say(run.rule, 'cannot be judged');
    return refuse('policy_error', run.rule);
  }
}

function judgeTool(call: ToolCall, run: Run): Judgement {
  const { policy, trace } = run;
  if (!isCallableName(call.name)) return refuse('unknown_tool', '');
  const plan = policy.toolPlan(call.name);
  if (trace !== undefined) for (const entry of plan.entries) trace.say(entry, 'applies to this call');
  if (plan.hiddenBy !== undefined) return refuse('hidden', plan.hiddenBy);
  if (!plan.named && policy.default === 'deny') return refuse('default_deny', '/default');
  if (plan.denied !== undefined) return refuse('denied', plan.denied.pointer, plan.denied.reason);
  const refusal = refusalByRules(plan, call, run);
  if (refusal !== undefined) return refusal;
  const demand = demandOf(plan, call, run);
  if ('verdict' in demand) return demand;
  const asks = plan.asks.filter(
    ({ pointer, rule }) => rule === undefined || check(pointer, rule.conditions, 'refusal', call, run),
  );
  return { verdict: 'pass', demand, approval: approvalDemand(asks) };
}

/** Step 5: `require` of all entries, then `arguments`, then `deny_if`. */
function refusalByRules(plan: ToolPlan, call: ToolCall, run: Run): Refusal | undefined {
  for (const { place, conditions, onDeny } of plan.require) {
    if (!check(place.pointer, conditions, 'permission', call, run)) return refuse('condition', place.pointer, onDeny);
  }
  for (const { place, accepts } of plan.arguments) {
    run.rule = place.pointer;
    const accepted = accepts(call.arguments, run.meter);
    run.trace?.say(place.pointer, accepted ? 'accepts the arguments' : 'does not accept the arguments');
    if (!accepted) return refuse('arguments', place.pointer);
  }
  for (const { place, conditions, onDeny } of plan.denyIf) {
    if (check(place.pointer, conditions, 'refusal', call, run)) return refuse('condition', place.pointer, onDeny);
  }
  return undefined;
}

/** Whether all conditions of an entry hold. */
function check(
  pointer: string,
  conditions: readonly Condition[],
  purpose: ConditionScope['purpose'],
  call: ToolCall,
  run: Run,
): boolean {
  run.rule = pointer;
  const { context, meter, trace, policy } = run;
  const question: ConditionScope = { purpose, call, context, zone: policy.zone, meter, trace };
  const holding = conditions.every((condition) => holds(condition, question));
  trace?.say(pointer, holding ? 'holds' : 'does not hold');
  return holding;
}

/** What steps 6 and 8 take: each budget once, however many entries name it, and a slot of each entry. */
function demandOf(plan: ToolPlan, call: ToolCall, run: Run): Demand | Refusal {
  const { policy, context } = run;
  const budgets = takesOf(plan.budgets, call.arguments, run);
  if ('verdict' in budgets) return budgets;
  const slots = plan.slots.map(({ entry, concurrency }) => ({
    key: [policy.name, entry, context.grant.id].map(part).join(''),
    max: concurrency.max,
    rule: concurrency.place.pointer,
  }));
  return { budgets, slots };
}

function takesOf(plans: readonly BudgetPlan[], args: JsonObject, run: Run): readonly BudgetTake[] | Refusal {
  const takes: BudgetTake[] = [];
  for (const plan of plans) {
    const { pointer } = plan.limit.place;
    run.rule = pointer;
    const take = budgetTake(plan, args, run.context);
    run.trace?.say(pointer, take === undefined ? 'cannot be taken' : `takes ${take.cost / 1e6} of ${take.max / 1e6}`);
    if (take === undefined) return refuse('policy_error', pointer);
    takes.push(take);
  }
  return takes.length < 2 ? takes : onceEach(takes);
}

/** Each budget once, as the first entry that names it has it. */
function onceEach(takes: readonly BudgetTake[]): readonly BudgetTake[] {
  const byKey = new Map<string, BudgetTake>();
  for (const take of takes) if (!byKey.has(take.key)) byKey.set(take.key, take);
  return [...byKey.values()];
}

const noArguments: JsonObject = Object.freeze({});

/** Resources and prompts have actions and limits only. */
function judgeItem(index: ItemIndex, name: string, run: Run): Judgement {
  const entries = index.match(name);
  if (run.trace !== undefined)
    for (const { rules } of entries) run.trace.say(rules.place.pointer, 'applies to this call');
  const acting = (action: 'hide' | 'deny') => entries.find(({ rules }) => rules.action === action)?.rules;
  const hiding = acting('hide');
  if (hiding !== undefined) return refuse('hidden', under(hiding.place.pointer, 'action'));
  if (entries.length === 0 && run.policy.default === 'deny') return refuse('default_deny', '/default');
  const denying = acting('deny');
  if (denying !== undefined) return refuse('denied', under(denying.place.pointer, 'action'), denying.reason);
  const plans = entries.flatMap(({ budgets }) => budgets);
  const budgets = takesOf(plans, noArguments, run);
  if ('verdict' in budgets) return budgets;
  return { verdict: 'pass', demand: { budgets, slots: [] }, approval: undefined };
}

function refuse(code: Refusal['code'], rule: string, reason?: string): Refusal {
  return { verdict: 'refuse', code, rule, reason };
}
