import type { Policy } from '../../policy/index.ts';

/** The parts of a document that were read, by the names that the comparison uses. */
export type Document = Policy['document'];
export type ToolRules = Document['tools'][number][1];
export type Condition = ToolRules['require'][number]['conditions'][number];
export type Leaf = Extract<Condition, { kind: 'leaf' }>;
export type Path = Leaf['path'];
export type Step = Path['steps'][number];
export type Limit = ToolRules['limits'][number];
export type ArgumentsRule = NonNullable<ToolRules['arguments']>;

/** A place for rules that stand in no document. */
export const nowhere = { pointer: '', start: 0 };

const silent: ToolRules = {
  place: nowhere,
  action: 'allow',
  reason: undefined,
  require: [],
  denyIf: [],
  approveIf: [],
  limits: [],
  concurrency: undefined,
  asksRisk: true,
  arguments: undefined,
  approval: undefined,
};

/** A document that allows everything but for `rules`, which apply to every tool. */
export function documentOf(rules: Partial<ToolRules>, of: Document): Document {
  return {
    ...of,
    mode: 'enforce',
    default: 'allow',
    hide: [],
    allTools: undefined,
    tools: [['*', { ...silent, ...rules }]],
    resources: [],
    prompts: [],
  };
}
