import { type Annotations, compile, listed, type Policy } from '../../policy/index.ts';
import type { JsonObject } from '../../protocol/index.ts';
import { refusesWhole } from '../document.ts';
import { Atoms } from './atom.ts';
import { compareDocument, type DocumentChange } from './compare-document.ts';
import {
  budgetKey,
  type CountedAgainst,
  compareLimits,
  type LimitChange,
  type Sharers,
  slotKey,
} from './compare-limits.ts';
import { type CallChange, compareTool, isWider, looserTerms, type ToolComparison } from './compare-tool.ts';
import { callableNames, uris } from './grammars.ts';
import { type NameClass, type NameClasses, nameClasses } from './name-classes.ts';
import { type ComparedSubject, type Setting, writtenCall } from './setting.ts';
import { toolNamePatterns } from './tool-name-conditions.ts';
import { type PolicyVerdict, reachOf, verdictOf } from './verdict.ts';

/** What changed for one call, the calls of one tool, or its place in lists. */
export type PolicyChange =
  | {
      readonly kind: 'call';
      /** `terms`: held before and after, and asked differently. */
      readonly became: 'allowed' | 'held' | 'refused' | 'terms';
      readonly widening: boolean;
      readonly from: PolicyVerdict;
      readonly to: PolicyVerdict;
      /** In the words of `policy judge`. */
      readonly example: JsonObject;
    }
  | (LimitChange & { readonly example: JsonObject | undefined })
  | { readonly kind: 'listing'; readonly shown: boolean; readonly widening: false };

/** Everything that was found about one tool, resource or prompt, or about all that the same patterns speak of. */
export interface ItemDiff {
  readonly kind: 'tool' | 'resource' | 'prompt';
  /** A name or URI of the class. */
  readonly name: string;
  /** Whether the class is this one name; otherwise `globs` stand for it, or nothing does. */
  readonly single: boolean;
  readonly globs: readonly string[];
  readonly changes: readonly PolicyChange[];
  /** Whether it is certain that nothing else became possible (and that nothing else stopped being so). */
  readonly proven: { readonly widening: boolean; readonly narrowing: boolean };
  /** Calls that both policies were asked about. */
  readonly searched: number;
}

export interface PolicyDiff {
  readonly document: readonly DocumentChange[];
  readonly items: readonly ItemDiff[];
  /** Whether every class of names was looked at. */
  readonly names: { readonly complete: boolean };
  readonly widening: boolean;
  readonly narrowing: boolean;
  /** Whether it is certain that nothing is wider, or narrower, than what is listed here. */
  readonly proven: { readonly widening: boolean; readonly narrowing: boolean };
}

/** A tool of a server, as far as policies look at it. */
export interface ComparedTool {
  readonly name: string;
  /** As its definition has them; absent where that is not known. */
  readonly annotations?: Annotations;
}

/**
 * What became allowed, held or refused between two policies, as calls. Every example was judged by the judge itself,
 * under both; what is not reported is either proven to be the same or said not to be.
 *
 * Texts for people (`reason`, `on_deny`, `description`) are not compared, nor are calls so large that an operator or a
 * judgement gives up on them.
 *
 * @param tools the tools to speak of; without them, every class of names that the policies tell apart
 */
export function diffPolicies(old: Policy, now: Policy, tools?: readonly ComparedTool[]): PolicyDiff {
  const pair = [compile(old, { name: 'policy' }), compile(now, { name: 'policy' })] as const;
  const named = pair.map(({ document }) => toolNamePatterns(document));
  const exactNames = tools !== undefined || named.every(({ exact }) => exact);
  const { classes, complete } = toolClasses(
    pair,
    named.flatMap(({ patterns }) => patterns),
    tools,
  );
  const atoms = new Atoms();
  const compared = classes.map((names) => {
    const subject: ComparedSubject = {
      kind: 'tool',
      name: names.name,
      ...(names.annotations && { annotations: names.annotations }),
    };
    return { names, subject, comparison: compareTool(...pair, subject, exactNames || names.single, atoms) };
  });
  const others = (['resource', 'prompt'] as const).map((kind) => itemClasses(kind, pair));
  const counted = [
    ...compared.map(({ names, subject }) => ({
      id: `tool ${names.name}`,
      both: pair.map((policy) => toolCounts(policy, subject.name)),
    })),
    ...others.flatMap(({ kind, classes: items }) =>
      items.map(({ name }) => ({ id: `${kind} ${name}`, both: pair.map((policy) => itemCounts(policy, kind, name)) })),
    ),
  ];
  const sharers = [0, 1].map((side) => sharersOf(counted.map(({ id, both }) => [id, both[side]] as const))) as [
    Sharers,
    Sharers,
  ];
  const limits = new Map(
    counted.map(({ id, both: [before, after] }) => [id, before && after && compareLimits(before, after, ...sharers)]),
  );
  const items = [
    ...compared.map(({ names, subject, comparison }) =>
      toolDiff(names, subject, comparison, limits.get(`tool ${names.name}`), pair),
    ),
    ...others.flatMap(({ kind, classes: some }) =>
      some.map((names) => itemDiff(kind, names, limits.get(`${kind} ${names.name}`), pair)),
    ),
  ];
  const document = compareDocument(...pair);
  const namesComplete = complete && others.every((each) => each.complete);
  const has = (direction: 'widening' | 'narrowing'): boolean =>
    items.some(({ changes }) => changes.some((change) => isOf(change, direction))) ||
    document.some(({ widening }) => widening === (direction === 'widening'));
  const proves = (direction: 'widening' | 'narrowing'): boolean =>
    namesComplete && items.every(({ proven }) => proven[direction]);
  return {
    document,
    items,
    names: { complete: namesComplete },
    widening: has('widening'),
    narrowing: has('narrowing'),
    proven: { widening: proves('widening'), narrowing: proves('narrowing') },
  };
}

type Pair = readonly [Policy, Policy];

function isOf(change: PolicyChange, direction: 'widening' | 'narrowing'): boolean {
  if (change.kind === 'listing') return false;
  if (direction === 'widening') return change.widening;
  return change.kind === 'limits' ? change.narrowing : !change.widening;
}

interface ToolClass extends NameClass {
  readonly annotations?: Annotations;
}

function toolClasses(
  pair: Pair,
  further: readonly string[],
  tools: readonly ComparedTool[] | undefined,
): { readonly classes: readonly ToolClass[]; readonly complete: boolean } {
  if (tools !== undefined)
    return { classes: tools.map((tool) => ({ ...tool, single: true, globs: [] })), complete: true };
  const patterns = pair.flatMap(({ document: { tools: entries, hide } }) => [
    ...entries.map(([pattern]) => pattern),
    ...hide.map(({ pattern }) => pattern),
  ]);
  const all = [...new Set([...patterns, ...further])];
  return nameClasses(all, callableNames(all));
}

function itemClasses(kind: 'resource' | 'prompt', pair: Pair): NameClasses & { readonly kind: 'resource' | 'prompt' } {
  const patterns = [...new Set(pair.flatMap(({ document }) => document[`${kind}s`].map(([pattern]) => pattern)))];
  return { kind, ...nameClasses(patterns, kind === 'prompt' ? callableNames(patterns) : uris(patterns, pair[0])) };
}

/** What a call of the tool counts against, where it is not refused whatever its arguments are. */
function toolCounts(policy: Policy, name: string): CountedAgainst | undefined {
  const plan = policy.toolPlan(name);
  return refusesWhole(policy, plan) ? undefined : plan;
}

function itemCounts(policy: Policy, kind: 'resource' | 'prompt', name: string): CountedAgainst | undefined {
  if (verdictOf(policy, { kind, name }, new Map()).outcome !== 'allow') return undefined;
  return { budgets: policy[`${kind}s`].match(name).flatMap(({ budgets }) => budgets), slots: [] };
}

function sharersOf(counted: readonly (readonly [id: string, counted: CountedAgainst | undefined])[]): Sharers {
  const found = new Map<string, Set<string>>();
  for (const [id, each] of counted) {
    const keys = [
      ...(each?.budgets ?? []).map(({ base }) => budgetKey(base)),
      ...(each?.slots ?? []).map(({ entry }) => slotKey(entry)),
    ];
    for (const key of keys) found.set(key, (found.get(key) ?? new Set()).add(id));
  }
  return found;
}

function toolDiff(
  names: ToolClass,
  subject: ComparedSubject,
  comparison: ToolComparison,
  limits: LimitChange | undefined,
  pair: Pair,
): ItemDiff {
  const { changes, allowed, proven, searched } = comparison;
  return {
    kind: 'tool',
    name: names.name,
    single: names.single,
    globs: names.globs,
    changes: [
      ...changes.map((change) => callChange(change, subject)),
      ...(limits === undefined ? [] : [{ ...limits, example: exampleOf(subject, allowed()) }]),
      ...listing('tool', names.name, pair),
    ],
    proven,
    searched,
  };
}

function exampleOf(subject: ComparedSubject, setting: Setting | undefined): JsonObject | undefined {
  return setting && writtenCall(subject, setting);
}

function callChange({ from, to, setting }: CallChange, subject: ComparedSubject): PolicyChange {
  const example = writtenCall(subject, setting);
  const shared = { kind: 'call' as const, from, to, example };
  if (from.terms !== null && to.terms !== null)
    return { ...shared, became: 'terms', widening: looserTerms(from.terms, to.terms) };
  const reach = reachOf(to);
  const became = reach === 'refuse' ? 'refused' : reach === 'hold' ? 'held' : 'allowed';
  return { ...shared, became, widening: isWider(reachOf(from), reach) };
}

function itemDiff(
  kind: 'resource' | 'prompt',
  names: NameClass,
  limits: LimitChange | undefined,
  pair: Pair,
): ItemDiff {
  const subject: ComparedSubject = { kind, name: names.name };
  const nothing: Setting = new Map();
  const [from, to] = pair.map((policy) => verdictOf(policy, subject, nothing)) as [PolicyVerdict, PolicyVerdict];
  const changed = reachOf(from) !== reachOf(to);
  return {
    kind,
    name: names.name,
    single: names.single,
    globs: names.globs,
    changes: [
      ...(changed ? [callChange({ kind: 'call', from, to, setting: nothing }, subject)] : []),
      ...(limits === undefined ? [] : [{ ...limits, example: writtenCall(subject, nothing) }]),
      ...listing(kind, names.name, pair),
    ],
    proven: { widening: true, narrowing: true },
    searched: 1,
  };
}

/** Where a call is refused before and after, what changes is whether the agent sees the name in lists. */
function listing(kind: 'tool' | 'resource' | 'prompt', name: string, pair: Pair): PolicyChange[] {
  const shows = (policy: Policy): boolean => listed({ ...policy, mode: 'enforce' }, kind, name);
  const [before, after] = [shows(pair[0]), shows(pair[1])];
  return before === after ? [] : [{ kind: 'listing', shown: after, widening: false }];
}
