import type { BudgetTake } from '../../limits/index.ts';
import { compile, judge, type Policy, type PolicyWarning, readPolicy } from '../../policy/index.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../protocol/index.ts';
import { Atoms } from '../diff/atom.ts';
import { compareTool } from '../diff/compare-tool.ts';
import { type ComparedSubject, callOf, type Setting, writtenCall } from '../diff/setting.ts';
import { valuePlace } from '../diff/value-place.ts';
import { verdictOf } from '../diff/verdict.ts';
import type { Condition, ConditionRule, Document, Leaf, Limit, Path, ToolRules } from '../document.ts';
import { isUnanchored } from './lint.ts';

/** A call that shows what a warning means. The judge was asked. */
export interface CounterExample {
  /** In the words of `policy judge`. */
  readonly call: JsonObject;
  /** What the judge says of it, and why that is probably not meant. */
  readonly shows: string;
}

/**
 * A call that shows what a warning warns of, where there is one: under the whole policy, as its judge judges it.
 *
 * @param warning one of `lint`'s or of the reader's
 */
export function counterExample(policy: Policy, { code, pointer }: PolicyWarning): CounterExample | undefined {
  const subject = subjectAt(policy.document, pointer);
  switch (code) {
    case 'allows_nothing':
      return refused(policy, { kind: 'tool', name: 'any_tool' });
    case 'unreachable':
    case 'limits_unused':
    case 'reason_unused':
      return subject && refused(policy, subject);
    case 'admits_no_argument':
      return subject && refused(policy, subject, new Map([['args.x', 1]]));
    case 'user_missing':
      return subject && withoutUser(policy, subject, pointer);
    case 'unanchored_regex':
      return subject && unanchored(policy, subject);
    case 'session_budget':
      return budgetExample(policy, subject, pointer, otherSession);
    case 'user_budget':
      return budgetExample(policy, subject, pointer, withoutSignIn);
    case 'per_without_total':
      return budgetExample(policy, subject, pointer, otherValue);
    case 'cost_without_min':
      return budgetExample(policy, subject, pointer, free);
    default:
      return undefined;
  }
}

/** What an entry speaks of: a name that its pattern stands for. */
function subjectAt(document: Document, pointer: string): ComparedSubject | undefined {
  const within = (place: { readonly pointer: string }): boolean =>
    pointer === place.pointer || pointer.startsWith(`${place.pointer}/`);
  const sections = [
    ['tool', document.tools],
    ['resource', document.resources],
    ['prompt', document.prompts],
  ] as const;
  for (const [kind, entries] of sections) {
    for (const [pattern, { place }] of entries) if (within(place)) return { kind, name: pattern.replace(/\*+/g, 'x') };
  }
  const [first] = document.tools;
  return pointer.startsWith('/all_tools')
    ? { kind: 'tool', name: (first?.[0] ?? 'any_tool').replace(/\*+/g, 'x') }
    : undefined;
}

/** A call that is refused, whatever an entry says that seems to allow it. */
function refused(policy: Policy, subject: ComparedSubject, setting: Setting = new Map()): CounterExample | undefined {
  const { outcome, code, rule } = verdictOf(policy, subject, setting);
  if (outcome !== 'deny' && outcome !== 'hidden') return undefined;
  return {
    call: writtenCall(subject, setting),
    shows: `${outcome === 'deny' ? `is denied (${code})` : 'is hidden'} by ${rule}`,
  };
}

/** An ordinary call, without a user: what becomes of it, and whether this rule is why. */
function withoutUser(policy: Policy, subject: ComparedSubject, pointer: string): CounterExample | undefined {
  const { outcome, rule } = verdictOf(policy, subject, new Map());
  if (rule !== null && rule !== pointer) return undefined;
  const became = { allow: 'is allowed', hold: 'is held', deny: 'is denied', hidden: 'is hidden' }[outcome];
  return {
    call: writtenCall(subject, new Map()),
    shows: `has no user, and ${became}${rule === null ? '' : ` by ${rule}`}`,
  };
}

/** Each by name: rules may be a form of them that says more when it is asked than it holds. */
function withRequire(rules: ToolRules, require: ToolRules['require']): ToolRules {
  const { place, action, reason, denyIf, approveIf, limits, concurrency, asksRisk, arguments: args, approval } = rules;
  return {
    place,
    action,
    reason,
    require,
    denyIf,
    approveIf,
    limits,
    concurrency,
    asksRisk,
    arguments: args,
    approval,
  };
}

/** A call that passes since its value only contains a match: the policy with `fullmatch` in its place refuses it. */
function unanchored(policy: Policy, subject: ComparedSubject): CounterExample | undefined {
  const meant = {
    ...policy.document,
    tools: policy.document.tools.map(
      ([pattern, rules]) => [pattern, withRequire(rules, rules.require.map(anchored))] as const,
    ),
  };
  const { allTools } = policy.document;
  const document =
    allTools === undefined ? meant : { ...meant, allTools: { ...allTools, require: allTools.require.map(anchored) } };
  const { changes } = compareTool(
    compile({ ...policy, document }, { name: `meant ${policy.name}` }),
    policy,
    subject,
    true,
    new Atoms(),
  );
  const found = changes.find(({ from, to }) => from.outcome === 'deny' && to.outcome !== 'deny');
  if (found === undefined) return undefined;
  const became = found.to.outcome === 'hold' ? 'is held, not denied' : 'is allowed';
  return { call: writtenCall(subject, found.setting), shows: `${became}: the value only contains a match` };
}

function anchored(rule: ConditionRule): ConditionRule {
  return { ...rule, conditions: rule.conditions.map(anchoredCondition) };
}

function anchoredCondition(condition: Condition): Condition {
  switch (condition.kind) {
    case 'leaf':
      return isUnanchored(condition) ? fullmatch(condition) : condition;
    case 'each':
      return { ...condition, of: anchoredCondition(condition.of) };
    default:
      return { ...condition, of: condition.of.map(anchoredCondition) };
  }
}

/** The same condition from end to end, as the reader makes it of the same words. */
function fullmatch(leaf: Leaf): Leaf {
  const require = [{ path: 'args.x', op: 'fullmatch', value: leaf.operand }];
  const read = readPolicy(JSON.stringify({ version: '1', default: 'deny', tools: { t: { require } } }), 'json');
  const made = read.ok ? read.policy.document.tools[0]?.[1].require[0]?.conditions[0] : undefined;
  return made?.kind === 'leaf' ? { ...leaf, operator: made.operator, predicate: made.predicate } : leaf;
}

interface Taken {
  readonly setting: Setting;
  readonly take: BudgetTake;
}

/** Another call that the budget does not count as it seems to. */
type Variant = (
  limit: Limit,
  before: Taken,
  taken: (setting: Setting) => BudgetTake | undefined,
) => { readonly setting: Setting; readonly shows: string } | undefined;

function budgetExample(
  policy: Policy,
  subject: ComparedSubject | undefined,
  pointer: string,
  variant: Variant,
): CounterExample | undefined {
  const limit = limitAt(policy.document, pointer);
  if (subject === undefined || limit === undefined) return undefined;
  const setting =
    subject.kind === 'tool'
      ? compareTool(policy, policy, subject, true, new Atoms()).allowed()
      : new Map<string, JsonValue>();
  const taken = (tried: Setting): BudgetTake | undefined => {
    const { call, context } = callOf(subject, tried);
    const judgement = judge(policy, call, context);
    if (judgement.verdict !== 'pass') return undefined;
    return judgement.demand.budgets.find(
      ({ counter, window, rule }) => rule === pointer || (counter === limit.counter && window === limit.window.text),
    );
  };
  const take = setting && taken(setting);
  if (setting === undefined || take === undefined) return undefined;
  const found = variant(limit, { setting, take }, taken);
  return found && { call: writtenCall(subject, found.setting), shows: found.shows };
}

const otherSession: Variant = (_, { setting }, taken) => {
  const [one, other] = ['a', 'b'].map((session) => new Map([...setting, ['session.id', session]]));
  if (one === undefined || other === undefined) return undefined;
  const [before, after] = [taken(one), taken(other)];
  if (before === undefined || after === undefined || before.key === after.key) return undefined;
  return { setting: other, shows: 'counts against a fresh budget, whatever session "a" has used' };
};

const withoutSignIn: Variant = (_, { setting, take }, taken) => {
  const anonymous = new Map([...setting].filter(([slot]) => slot !== 'user'));
  const other = taken(new Map([...anonymous, ['grant.label', 'other']]));
  if (other === undefined || other.key === take.key || taken(anonymous) === undefined) return undefined;
  return { setting: anonymous, shows: 'has no user, and counts for its grant alone' };
};

const otherValue: Variant = ({ per }, { setting, take }, taken) => {
  for (const { path, as } of per) {
    for (const value of as === 'path'
      ? ['/another']
      : as === 'host'
        ? ['another.example']
        : ['another', 'https://another.example/', '/another', 2]) {
      const other = withValue(setting, path, value);
      const after = taken(other);
      if (after !== undefined && after.key !== take.key)
        return { setting: other, shows: `counts against a fresh budget: only ${JSON.stringify(value)} is new` };
    }
  }
  return undefined;
};

const free: Variant = ({ cost }, { setting }, taken) => {
  if (cost.kind !== 'argument') return undefined;
  for (const amount of [0, 0.000001]) {
    const cheap = withValue(setting, cost.path, amount);
    if (taken(cheap)?.cost === amount * 1e6)
      return { setting: cheap, shows: `is allowed, and counts as ${amount === 0 ? 'nothing' : 'a millionth'}` };
  }
  return undefined;
};

/** The setting with another value at a path into the arguments. */
function withValue(setting: Setting, path: Path, value: JsonValue): Setting {
  const { slot, steps } = valuePlace(path);
  const put = (at: JsonValue | undefined, depth: number): JsonValue => {
    const step = steps[depth];
    if (step === undefined) return value;
    if (step.kind !== 'key') return [put(undefined, depth + 1)];
    const object = isJsonObject(at) ? at : {};
    return { ...object, [step.key]: put(object[step.key], depth + 1) };
  };
  return new Map([...setting, [slot, put(setting.get(slot), 0)]]);
}

function limitAt({ tools, resources, prompts, allTools }: Document, pointer: string): Limit | undefined {
  const all = [...tools, ...resources, ...prompts].flatMap(([, { limits }]) => limits);
  return [...all, ...(allTools?.limits ?? [])].find(({ place }) => place.pointer === pointer);
}
