import { isCallableName } from '../../protocol/index.ts';
import type { Policy } from '../compile/policy.ts';
import { uriFault } from '../uri/canonical-uri.ts';
import { templateMayBeAllowed } from '../uri/template.ts';

/** What stands in a list of MCP. */
export type ListedKind = 'tool' | 'resource' | 'resourceTemplate' | 'prompt';

/**
 * Whether a list shows an item. It agrees with the judge: what is hidden or default-denied is not listed; what an
 * entry denies stays listed, so that the agent can be told the reason. In `observe` everything is shown.
 *
 * @param name the tool's or prompt's name, the resource's URI, or the template's `uriTemplate`
 */
export function listed(policy: Policy, kind: ListedKind, name: string): boolean {
  if (policy.mode === 'observe') return true;
  switch (kind) {
    case 'tool': {
      if (!isCallableName(name)) return false;
      const plan = policy.toolPlan(name);
      return plan.hiddenBy === undefined && (plan.named || policy.default === 'allow');
    }
    case 'resourceTemplate':
      return templateMayBeAllowed(policy.resources, policy.default, name);
    case 'prompt':
      return isCallableName(name) && shown(policy, 'prompts', name);
    case 'resource':
      return uriFault(name) === undefined && shown(policy, 'resources', name);
  }
}

function shown(policy: Policy, index: 'resources' | 'prompts', name: string): boolean {
  const entries = policy[index].match(name);
  if (entries.length === 0) return policy.default === 'allow';
  return entries.every(({ rules }) => rules.action !== 'hide');
}
