/**
 * Policies under the lens: what is valid and yet probably not meant, whether calls end as they must, what changed
 * between two documents, what a candidate makes of calls that were made, and policies made from traffic or from other
 * programs' rules. Nothing on the request path imports this room; it never judges (there is one judge, in `policy`) and
 * never changes a document.
 *
 * Invariants, each a property test: what a replay calls decided is what the gateway would have said, whatever stood in
 * the places that were not kept; a suggested policy allows every call that it was made from; every example of a
 * difference is judged otherwise by the two policies, and what is proven not to be wider is not wider for any call.
 */
export { fromRecord } from './calls/from-record.ts';
export type { KeptFacts } from './calls/kept-facts.ts';
export { NotKept } from './calls/not-kept.ts';
export type { NotJudged, RecordedCall, RecordedEnd } from './calls/recorded-call.ts';
export { type CallToDecide, type Decision, decide } from './decide.ts';
export {
  type ComparedTool,
  diffPolicies,
  type ItemDiff,
  type PolicyChange,
  type PolicyDiff,
} from './diff/diff-policies.ts';
export { type Exported, exportClaudeCode } from './export/export-claude-code.ts';
export { exportCodex } from './export/export-codex.ts';
export { importClaudeCode } from './import/claude-code/import-claude-code.ts';
export { importCodex } from './import/codex/import-codex.ts';
export { ImportError, type Imported, type ImportNote } from './import/imported.ts';
export { importIntercept } from './import/intercept/import-intercept.ts';
export { type CounterExample, counterExample } from './lint/counter-example.ts';
export { lint } from './lint/lint.ts';
export { type Effect, effectOf, isSame } from './replay/change.ts';
export { longestWindow, replay } from './replay/replay.ts';
export type { Example, OutcomeChange, ReplayReport } from './replay/report.ts';
export { rulePlaces } from './rule-places.ts';
export { type Suggestion, suggest } from './suggest/suggest.ts';
export { Coverage, type CoveredRule } from './test/coverage.ts';
export { inWords, junit } from './test/junit.ts';
export { type PolicyTests, readPolicyTests } from './test/policy-tests.ts';
export { type CaseResult, runPolicyTests, type TestFailure } from './test/run-policy-tests.ts';
