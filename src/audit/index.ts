/**
 * What happened. Records, their chain, and the ports that keep them and read them back. No record, no call: whoever
 * cannot write here does not forward there. Argument values are kept only where the policy says so; secrets never.
 *
 * Invariants: a writer's records form one chain, each mac covering the text as kept, its number and the mac before;
 * whatever is edited, removed, moved or slipped in is found and named, and a cut tail against a head kept elsewhere.
 */
export type { AuditFilter, AuditLog, StoredRecord } from './audit-log.ts';
export { type ChainKey, chainKey, genesis, type Head } from './chain.ts';
export {
  addressKey,
  authenticatedFlood,
  Flood,
  type FloodLimits,
  type Sum,
  siteKey,
  unauthenticatedFlood,
} from './flood.ts';
export type { Journal } from './journal.ts';
export { jsonLine } from './json-line.ts';
export type { CallEnding, CallFactsRecord, CallRecord, EventRecord, Intent, TakenAmount } from './record.ts';
export { csvCell, csvHeader, csvLine } from './record-csv.ts';
export { type ChainFinding, ChainWalk, type KeptRecord } from './verify-chain.ts';
