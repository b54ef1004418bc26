/**
 * May they? Reads a policy document, compiles it, and judges one call with a trace. Pure: no I/O, no clock, no
 * randomness, no async. Whatever it cannot judge it refuses.
 *
 * It never counts (it says what is to be taken: `Demand`), never asks a human (it says that one must be asked:
 * `ApprovalDemand`), and never turns `observe` into an outcome: those are the pipeline's steps.
 *
 * Invariants, each a property test in `laws.test.ts`: the order of entries changes nothing but which of several equal
 * refusals is reported; adding a deny never allows more; absence, wrong types and clever spellings never help a call;
 * lists and judgements agree; a document that is not understood whole is not used at all.
 *
 * ```ts
 * const read = readPolicy(text, 'json', { name: 'netdiag' });
 * if (read.ok) judge(read.policy, call, context); // { verdict: 'pass' | 'refuse', … }
 * ```
 */
export {
  type Annotations,
  type Call,
  type CallContext,
  type Category,
  categories,
  type PromptCall,
  type ResourceCall,
  type Severity,
  severities,
  type ToolCall,
  type ToolFacts,
  unclassified,
} from './call.ts';
export { matcherOf } from './compile/pattern-index.ts';
export { compile, type Policy } from './compile/policy.ts';
export { agentRule } from './judge/agent-rule.ts';
export { auditValues } from './judge/audit-values.ts';
export { judge } from './judge/judge.ts';
export { type ListedKind, listed } from './judge/listed.ts';
export { type DenialFacts, sentence } from './judge/sentence.ts';
export { Trace, type TraceLine } from './judge/trace.ts';
export type { ApprovalDemand, Approvers, Judgement, Passage, Refusal } from './judgement.ts';
export { hostOf } from './operators/host.ts';
export type { ServerRequests } from './read/document.ts';
export { type ReadOptions, type ReadResult, readingInJson, readingPolicy, readPolicy } from './read/read-policy.ts';
export type { PolicyError, PolicyWarning } from './read/report.ts';
export { policySchema } from './schema.ts';
export { positionsIn } from './source/positions.ts';
export { type AsJson, yamlAsJson } from './source/yaml-as-json.ts';
export { type InJson, yamlInJson } from './source/yaml-in-json.ts';
