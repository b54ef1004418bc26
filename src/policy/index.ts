/**
 * May they? Reads a policy document, compiles it, and judges one call with a trace. Pure: no I/O, no clock, no
 * randomness, no async. Whatever it cannot judge it refuses.
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
export type { ApprovalDemand, Approvers, Judgement, Passage, Refusal } from './judgement.ts';
