import { sha256Jcs } from '../../protocol/index.ts';
import type { Condition } from '../condition/condition.ts';
import { under } from '../source/pointer.ts';
import { type Node, toJson } from '../source/tree.ts';
import { type ApprovalRule, type ApproversRule, approval, approvers } from './approval.ts';
import { type ArgumentsRule, argumentsSchema } from './arguments.ts';
import { asksRisk } from './asks-risk.ts';
import { bareCondition, isBare, refusedOnDeny } from './bare-condition.ts';
import { condition, conditionKeys } from './condition.ts';
import { type Limit, limit, rateLimit } from './limit.ts';
import { integer, list, needed, object, optional, type Reader, text, word } from './reader.ts';
import type { Place, Report } from './report.ts';
import { window } from './window.ts';

/** An entry of `require` or `deny_if`: all of its conditions, and what the agent is told. */
export interface ConditionRule {
  readonly place: Place;
  readonly conditions: readonly Condition[];
  readonly onDeny: string | undefined;
}

/** An entry of `approve_if`. */
export interface ApproveRule {
  readonly place: Place;
  readonly conditions: readonly Condition[];
  readonly reason: string | undefined;
  readonly timeoutMs: number | undefined;
  readonly approvers: ApproversRule | undefined;
  /** SHA-256 of the entry in canonical form: what an approval that it asks for is bound to. */
  readonly digest: string;
}

export interface Concurrency {
  readonly place: Place;
  readonly max: number;
}

/** What `tools` entries and `all_tools` share. */
export interface SharedRules {
  readonly place: Place;
  readonly require: readonly ConditionRule[];
  readonly denyIf: readonly ConditionRule[];
  readonly approveIf: readonly ApproveRule[];
  readonly limits: readonly Limit[];
  readonly concurrency: Concurrency | undefined;
  /** Whether a condition looks at the tool's category or severity. */
  readonly asksRisk: boolean;
}

export interface ToolRules extends SharedRules {
  readonly action: 'allow' | 'deny' | 'hide' | 'require_approval';
  readonly reason: string | undefined;
  readonly arguments: ArgumentsRule | undefined;
  readonly approval: ApprovalRule | undefined;
}

/** Rules of a resource or prompt. */
export interface ItemRules {
  readonly place: Place;
  readonly action: 'allow' | 'deny' | 'hide';
  readonly reason: string | undefined;
  readonly limits: readonly Limit[];
}

/** Shared by all rules that have none of something. */
const none: readonly never[] = Object.freeze([]);

const permission = condition('permission');
const refusal = condition('refusal');

const requireObject = object('a condition, or an object with conditions and on_deny', {
  conditions: needed(list('a list of conditions', permission, 1), 'All of these must hold.'),
  on_deny: optional(text(), 'What the agent is told when they do not.'),
});

const requireEntry: Reader<ConditionRule> = {
  schema: { anyOf: [permission.schema, requireObject.schema] },
  read(node, pointer, report) {
    const has = (...keys: string[]): boolean =>
      node.kind === 'object' && node.members.some(({ key }) => keys.includes(key));
    // A condition that carries `on_deny` is a condition with a key too many.
    if (node.kind === 'object' && has('op') && !has('conditions') && refusedOnDeny(node, pointer, report))
      return undefined;
    if (has('conditions') || (has('on_deny') && !has(...conditionKeys))) {
      const read = requireObject.read(node, pointer, report);
      return read && { place: read.place, conditions: read.conditions, onDeny: read.on_deny };
    }
    const single = permission.read(node, pointer, report);
    return single && { place: { pointer, start: node.start }, conditions: [single], onDeny: undefined };
  },
};

const denyObject = object('an object with conditions and on_deny', {
  conditions: needed(
    list('a list of conditions', refusal),
    'The call is denied when all of these hold; an empty list always holds.',
  ),
  on_deny: optional(text(), 'What the agent is told.'),
});

const denyEntry: Reader<ConditionRule> = {
  schema: denyObject.schema,
  read(node, pointer, report) {
    if (isBare(node)) return bareCondition(node, pointer, report, '"on_deny": "…"');
    const read = denyObject.read(node, pointer, report);
    return read && { place: read.place, conditions: read.conditions, onDeny: read.on_deny };
  },
};

const approveObject = object('an object with conditions, reason, timeout and approvers', {
  conditions: needed(
    list('a list of conditions', refusal),
    'A human must agree when all of these hold; an empty list always holds.',
  ),
  reason: optional(text(), 'What the approver and the agent are told.'),
  timeout: optional(window, "After how long nobody's answer is a no."),
  approvers: optional(approvers, 'Who must agree.'),
});

const approveEntry: Reader<ApproveRule> = {
  schema: approveObject.schema,
  read(node, pointer, report) {
    if (isBare(node)) return bareCondition(node, pointer, report, '"reason": "…"');
    const read = approveObject.read(node, pointer, report);
    return (
      read && {
        place: read.place,
        conditions: read.conditions,
        reason: read.reason,
        timeoutMs: read.timeout?.ms,
        approvers: read.approvers,
        digest: sha256Jcs(toJson(node)),
      }
    );
  },
};

const most = integer(1);
const concurrency: Reader<Concurrency> = {
  schema: most.schema,
  read(node, pointer, report) {
    const max = most.read(node, pointer, report);
    return max === undefined ? undefined : { place: { pointer, start: node.start }, max };
  },
};

const shared = {
  require: optional(list('a list of conditions', requireEntry), 'Every entry must hold, or the call is denied.'),
  deny_if: optional(
    list('a list of objects with conditions', denyEntry),
    'The call is denied when all conditions of one entry hold.',
  ),
  approve_if: optional(
    list('a list of objects with conditions', approveEntry),
    'A human must agree when all conditions of one entry hold.',
  ),
  limits: optional(list('a list of limits', limit), 'How often, or how much.'),
  concurrency: optional(concurrency, 'Most calls in flight at once for one grant.'),
};

/** What is said of one tool only. */
const ofOneTool = 'it stands in an entry of "tools"; the entry "*" is for every tool';
const allToolsObject = object(
  'an object with require, deny_if, approve_if, limits and concurrency',
  shared,
  new Map(['action', 'reason', 'arguments', 'rate_limit', 'approval'].map((key) => [key, ofOneTool])),
);

export const allTools: Reader<SharedRules> = {
  schema: allToolsObject.schema,
  read(node, pointer, report) {
    const read = allToolsObject.read(node, pointer, report);
    return (
      read && {
        place: read.place,
        require: read.require ?? none,
        denyIf: read.deny_if ?? none,
        approveIf: read.approve_if ?? none,
        limits: read.limits ?? none,
        concurrency: read.concurrency,
        asksRisk: asksRisk(read),
      }
    );
  },
};

const actions = ['allow', 'deny', 'hide', 'require_approval'] as const;

const toolFields = {
  action: optional(word(...actions), 'deny: listed, every call refused; hide: as if it did not exist.'),
  reason: optional(text(), 'Told to the agent when the action denies, and to the approver when it asks.'),
  ...shared,
  arguments: optional(argumentsSchema, "JSON Schema (2020-12) of the call's arguments."),
  approval: optional(approval, 'How approvals of this tool are asked for.'),
};

const toolWords = 'an object with tool rules ({} where there are none)';
const toolObject = object(toolWords, {
  ...toolFields,
  rate_limit: optional(rateLimit, 'Shorthand for one limit: {"max": 10, "window": 60}.'),
});

const inRequire =
  'conditions stand in a list of an entry: write "require": [{…}], or "deny_if": [{"conditions": [{…}]}]';

const conditionWords = [...conditionKeys, 'conditions'];
const toolKeys = [...Object.keys(toolFields), 'rate_limit'];

/** What is nearly always written for want of the level below: told once, with what to write. */
function misplaced(node: Node, pointer: string, report: Report): boolean {
  if (node.kind === 'string' && actions.some((one) => one === node.value)) {
    report.wrongType(node, pointer, toolWords, `write {"action": ${JSON.stringify(node.value)}}`);
    return true;
  }
  if (node.kind !== 'object') return false;
  const first = node.members.find(({ key }) => conditionWords.includes(key));
  if (first === undefined || node.members.some(({ key }) => toolKeys.includes(key))) return false;
  const place = { pointer: under(pointer, first.key), start: first.keyStart };
  report.unknownWord(place, 'one of the keys', first.key, toolKeys, inRequire);
  return true;
}

/** The rules of one entry of `tools`. A shorthand's counter is named after the entry by `named`. */
export const toolRules: Reader<ToolRules> = {
  schema: toolObject.schema,
  read(node, pointer, report) {
    if (misplaced(node, pointer, report)) return undefined;
    const read = toolObject.read(node, pointer, report);
    if (read === undefined) return undefined;
    const action = read.action ?? 'allow';
    const limits = read.rate_limit === undefined ? (read.limits ?? none) : [...(read.limits ?? none), read.rate_limit];
    const has = (key: string): boolean => node.kind === 'object' && node.members.some((member) => member.key === key);
    if (read.reason !== undefined && (action === 'allow' || action === 'hide')) {
      report.warn(read.place, 'reason_unused', `reason says nothing beside action "${action}"`);
    }
    if ((action === 'deny' || action === 'hide') && (has('limits') || has('rate_limit') || has('concurrency'))) {
      report.warn(read.place, 'limits_unused', `limits count nothing beside action "${action}"`);
    }
    return {
      place: read.place,
      action,
      reason: read.reason,
      require: read.require ?? none,
      denyIf: read.deny_if ?? none,
      approveIf: read.approve_if ?? none,
      limits,
      concurrency: read.concurrency,
      asksRisk: asksRisk(read),
      arguments: read.arguments,
      approval: read.approval,
    };
  },
};

/** Gives the shorthand of an entry its counter: the entry's pattern. */
export function named(pattern: string, rules: ToolRules): ToolRules {
  if (!rules.limits.some((limit) => limit.shorthand)) return rules;
  return { ...rules, limits: rules.limits.map((limit) => (limit.shorthand ? { ...limit, counter: pattern } : limit)) };
}

const itemObject = object('an object with action, reason and limits', {
  action: optional(word('allow', 'deny', 'hide'), 'deny: refused with the reason; hide: as if it did not exist.'),
  reason: optional(text(), 'Told to the agent when the action denies.'),
  limits: optional(list('a list of limits', limit), 'How often.'),
});

/** The rules of one entry of `resources` or `prompts`. */
export const itemRules: Reader<ItemRules> = {
  schema: itemObject.schema,
  read(node, pointer, report) {
    const read = itemObject.read(node, pointer, report);
    if (read === undefined) return undefined;
    const action = read.action ?? 'allow';
    if (read.reason !== undefined && action !== 'deny')
      report.warn(read.place, 'reason_unused', `reason says nothing beside action "${action}"`);
    if ((read.limits?.length ?? 0) > 0 && action !== 'allow')
      report.warn(read.place, 'limits_unused', `limits count nothing beside action "${action}"`);
    return { place: read.place, action, reason: read.reason, limits: read.limits ?? none };
  },
};
