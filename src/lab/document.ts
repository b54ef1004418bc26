import type { Policy } from '../policy/index.ts';

/** The parts of a policy document that was read, by the names that the lab uses. */
export type Document = Policy['document'];
export type Place = Document['defaultPlace'];
/** What an entry of `tools` says. */
export type ToolRules = Document['tools'][number][1];
/** What `all_tools` and an entry of `tools` have in common. */
export type SharedRules = NonNullable<Document['allTools']>;
export type ConditionRule = ToolRules['require'][number];
export type Condition = ConditionRule['conditions'][number];
export type Leaf = Extract<Condition, { kind: 'leaf' }>;
export type Path = Leaf['path'];
export type Step = Path['steps'][number];
export type Limit = ToolRules['limits'][number];
export type ArgumentsRule = NonNullable<ToolRules['arguments']>;

/** Whether an action refuses whatever else its entry says. */
export function isFinal(action: string): boolean {
  return action === 'deny' || action === 'hide';
}

/** Whether every call of a tool is refused, before any rule looks at it. */
export function refusesWhole(policy: Policy, { hiddenBy, denied, named }: ReturnType<Policy['toolPlan']>): boolean {
  return hiddenBy !== undefined || denied !== undefined || (!named && policy.default === 'deny');
}
