import type { Brand, Code } from '../../kernel/index.ts';
import type { Demand } from '../../limits/index.ts';
import {
  type ApprovalDemand,
  type Call,
  type CallContext,
  judge as judgePolicy,
  type ToolFacts,
  unclassified,
} from '../../policy/index.ts';
import type { AttachedPolicy } from '../../snapshot/index.ts';
import type { GovernedCall } from '../governed-call.ts';
import { type Ended, ended } from '../refusals/ended.ts';
import type { Resolved } from './resolve.ts';

/** What `enforce` would have said, where the policy only observes. */
export interface Would {
  readonly outcome: 'would_deny' | 'would_hold';
  readonly code: Code;
  readonly rule: string | undefined;
}

/** Steps 1 to 5 were passed, or are only observed. The only door to `look` and `approve`. */
export type Judged = Brand<
  {
    readonly resolved: Resolved;
    readonly policy: AttachedPolicy;
    readonly observing: boolean;
    readonly would: Would | undefined;
    readonly demand: Demand;
    readonly approval: ApprovalDemand | undefined;
  },
  'Judged'
>;

const nothing: Demand = Object.freeze({ budgets: [], slots: [] });

/** Steps 1 to 5 of the policy language, section 3. Whatever cannot be judged is denied. */
export function judge(resolved: Resolved): Judged | Ended {
  const { call } = resolved;
  const attached = call.access.policy;
  if (attached === undefined) return ended('deny', 'no_policy');
  const { policy } = attached;
  const observing = policy.mode === 'observe';
  const judgement = judgePolicy(policy, policyCall(resolved), contextOf(call));
  if (judgement.verdict === 'pass') {
    const demand = demandOf(resolved, judgement.demand);
    const { approval } = judgement;
    return { resolved, policy: attached, observing, would: undefined, demand, approval } as Judged;
  }
  const { code, rule, reason } = judgement;
  // What is no judgement of the policy refuses under `observe` too.
  if (code === 'unknown_tool') return ended('hidden', code);
  if (code === 'bad_request') {
    return ended('refused', code, { message: 'This URI could be read as more than one resource.', rpc: -32602 });
  }
  if (observing) {
    const would: Would = { outcome: 'would_deny', code, rule };
    return { resolved, policy: attached, observing, would, demand: nothing, approval: undefined } as Judged;
  }
  return ended(code === 'hidden' ? 'hidden' : 'deny', code, reason === undefined ? { rule } : { rule, reason });
}

/** A call that is continued has taken its amounts when it began, and still has its slots if the server still has it. */
function demandOf({ continuation }: Resolved, demand: Demand): Demand {
  if (continuation === undefined) return demand;
  return continuation.held ? nothing : { budgets: [], slots: demand.slots };
}

/** @returns the same judgement with nothing to take: what enforcement would have refused takes nothing */
export function observed(judged: Judged, would: Would): Judged {
  return { ...judged, would, demand: nothing, approval: undefined };
}

function policyCall(resolved: Resolved): Call {
  const { subject } = resolved.call;
  if (subject.kind !== 'tool') return subject;
  const annotations = resolved.tool?.annotations ?? {};
  const { category, severity } = riskOf(resolved);
  return {
    kind: 'tool',
    name: subject.name,
    arguments: resolved.arguments,
    facts: { category, severity, annotations },
  };
}

/** What is on record of the tool's risk. */
export function riskOf({ tool }: Resolved): Pick<ToolFacts, 'category' | 'severity'> {
  return tool?.risk ?? unclassified;
}

function contextOf(call: GovernedCall): CallContext {
  const { grant, user, organization } = call.grant.principal;
  const { slug: server, digest: session } = call.session;
  return { grant, user, organization, server, session, now: call.judgedAt ?? call.time };
}
