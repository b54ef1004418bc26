import type { Document, ToolRules } from '../document.ts';

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
