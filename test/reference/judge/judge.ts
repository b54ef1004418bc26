import type { Call, CallContext, ToolCall } from '../../../src/policy/index.ts';
import type { JsonObject } from '../../../src/protocol/index.ts';
import { type Approval, approvalOf } from './approval.ts';
import { type PlacedLimit, type Take, takesOf } from './budget.ts';
import { holds, type Witness } from './condition.ts';
import type { Condition, ItemRules, PolicyDocument, Refusing, ToolRules } from './document.ts';
import { byRank, type Entry, matching } from './entries.ts';
import { globMatches } from './glob.ts';
import { satisfies } from './schema.ts';
import { worldOf } from './world.ts';

export interface Refused {
  readonly verdict: 'refuse';
  readonly code:
    | 'default_deny'
    | 'denied'
    | 'condition'
    | 'arguments'
    | 'policy_error'
    | 'hidden'
    | 'unknown_tool'
    | 'bad_request';
  readonly rule: string | undefined;
  readonly reason: string | undefined;
}

export interface Slot {
  readonly key: string;
  readonly max: number;
  readonly rule: string;
}

export interface Passed {
  readonly verdict: 'pass';
  readonly demand: { readonly budgets: readonly Take[]; readonly slots: readonly Slot[] };
  readonly approval: Approval | undefined;
}

export type Verdict = Refused | Passed;

/** Section 3, steps 0 and 2 to 7, as far as they need no counter and no human. */
export function judge(document: PolicyDocument, call: Call, context: CallContext, witness: Witness): Verdict {
  switch (call.kind) {
    case 'tool':
      return judgeTool(document, call, context, witness);
    case 'resource':
      return judgeItem(document, 'resources', call.uri, context);
    case 'prompt':
      return judgeItem(document, 'prompts', call.name, context);
    default:
      throw new Error(`no such call: ${String(call satisfies never)}`);
  }
}

/** Section 1, Names. */
export const callable = /^[A-Za-z0-9._-]{1,128}$/;

function judgeTool(document: PolicyDocument, call: ToolCall, context: CallContext, witness: Witness): Verdict {
  // 0. "the name … is outside the grammar → unknown tool"
  if (!callable.test(call.name)) return refuse('unknown_tool', undefined);
  const entries = matching('tools', document.tools, call.name);

  // 2. "hidden by `hide` or `action: "hide"`"; section 7: "`hide` before entries".
  const hide = document.hide ?? [];
  const hiding = hide.filter((pattern) => globMatches(pattern, call.name)).sort((a, b) => byRank(a, b, call.name))[0];
  if (hiding !== undefined) return refuse('hidden', `/hide/${hide.indexOf(hiding)}`);
  const hidden = entries.find(({ rules }) => rules.action === 'hide');
  if (hidden) return refuse('hidden', `${hidden.pointer}/action`);

  // 3. "no entry names it and `default` is `deny`"
  if (entries.length === 0 && document.default === 'deny') return refuse('default_deny', '/default');

  // 4. "`action: "deny"` of any matching entry"
  const denied = entries.find(({ rules }) => rules.action === 'deny');
  if (denied) return refuse('denied', `${denied.pointer}/action`, denied.rules.reason);

  // 5. "`require` of all matching entries (tool entries, then `all_tools`), then `arguments`, then `deny_if`"
  const world = worldOf(call, context, document.timezone);
  const everywhere: Entry<ToolRules> = { pattern: '', pointer: '/all_tools', rules: document.all_tools ?? {} };
  const all = [...entries, everywhere];
  const refusal = requireOf(all, world, witness) ?? argumentsOf(all, call) ?? denyIfOf(all, world, witness);
  if (refusal) return refusal;

  // 6. "A cost that cannot be taken is `policy_error` at its limit."
  const takes = takesOf(all.flatMap(limitsOf), call.arguments, context, document);
  if ('untakable' in takes) return refuse('policy_error', takes.untakable);

  // 7. "`action: "require_approval"` or an `approve_if` that holds"
  const approval = approvalOf(all, document.approval, (condition) => holds(condition, 'refusal', world, witness));
  return { verdict: 'pass', demand: { budgets: takes, slots: all.flatMap((one) => slotsOf(one, context)) }, approval };
}

function refuse(code: Refused['code'], rule: string | undefined, reason?: string): Refused {
  return { verdict: 'refuse', code, rule, reason };
}

const all = (conditions: readonly Condition[], holdsOne: (condition: Condition) => boolean): boolean =>
  conditions.every(holdsOne);

/** "Every one must hold, or the call is denied." */
function requireOf(entries: readonly Entry<ToolRules>[], world: JsonObject, witness: Witness): Refused | undefined {
  for (const { pointer, rules } of entries) {
    for (const [i, required] of (rules.require ?? []).entries()) {
      const { conditions, on_deny }: Refusing = 'conditions' in required ? required : { conditions: [required] };
      const met = all(conditions, (condition) => holds(condition, 'permission', world, witness));
      if (!met) return refuse('condition', `${pointer}/require/${i}`, on_deny);
    }
  }
  return undefined;
}

function argumentsOf(entries: readonly Entry<ToolRules>[], call: ToolCall): Refused | undefined {
  const unmet = entries.find(({ rules }) => rules.arguments && !satisfies(call.arguments, rules.arguments));
  return unmet && refuse('arguments', `${unmet.pointer}/arguments`);
}

/** "the call is denied when all conditions of one entry hold. `conditions: []` always holds" */
function denyIfOf(entries: readonly Entry<ToolRules>[], world: JsonObject, witness: Witness): Refused | undefined {
  for (const { pointer, rules } of entries) {
    for (const [i, { conditions, on_deny }] of (rules.deny_if ?? []).entries()) {
      const met = all(conditions, (condition) => holds(condition, 'refusal', world, witness));
      if (met) return refuse('condition', `${pointer}/deny_if/${i}`, on_deny);
    }
  }
  return undefined;
}

/** Section 1, `rate_limit`: "It expands to one entry of `limits` whose counter is the entry's pattern". */
function limitsOf({ pattern, pointer, rules }: Entry<ToolRules>): readonly PlacedLimit[] {
  const limits = (rules.limits ?? []).map((limit, i) => ({ limit, rule: `${pointer}/limits/${i}`, shorthand: false }));
  if (rules.rate_limit === undefined) return limits;
  const limit = { scope: 'grant' as const, ...rules.rate_limit, counter: pattern };
  return [...limits, { limit, rule: `${pointer}/rate_limit`, shorthand: true }];
}

/** Section 7: "`concurrency`: an integer ≥ 1, per entry and grant". */
function slotsOf({ pointer, rules }: Entry<ToolRules>, context: CallContext): readonly Slot[] {
  if (rules.concurrency === undefined) return [];
  const key = JSON.stringify([pointer, context.grant.id]);
  return [{ key, max: rules.concurrency, rule: `${pointer}/concurrency` }];
}

/** Section 7, Resources and prompts: "Actions `allow`, `deny`, `hide`; prompt names take globs as tools do". */
function judgeItem(
  document: PolicyDocument,
  root: 'resources' | 'prompts',
  name: string,
  context: CallContext,
): Verdict {
  const entries: readonly Entry<ItemRules>[] = matching(root, document[root], name);
  const hidden = entries.find(({ rules }) => rules.action === 'hide');
  if (hidden) return refuse('hidden', `${hidden.pointer}/action`);
  if (entries.length === 0 && document.default === 'deny') return refuse('default_deny', '/default');
  const denied = entries.find(({ rules }) => rules.action === 'deny');
  if (denied) return refuse('denied', `${denied.pointer}/action`, denied.rules.reason);
  const limits = entries.flatMap(({ pointer, rules }) =>
    (rules.limits ?? []).map((limit, i) => ({ limit, rule: `${pointer}/limits/${i}`, shorthand: false })),
  );
  const takes = takesOf(limits, {}, context, document);
  if ('untakable' in takes) return refuse('policy_error', takes.untakable);
  return { verdict: 'pass', demand: { budgets: takes, slots: [] }, approval: undefined };
}
