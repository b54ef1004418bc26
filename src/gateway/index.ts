/**
 * The data plane: the way of one call (`pipeline.ts`), and beside it what belongs to a call that is under way
 * (`relay.ts`). Whoever opens these two files understands the product.
 *
 * It decides nothing by itself: what may pass is `policy`'s to say, how often is `limits`', and what happened is kept
 * by `audit`. Its own invariants:
 * - nothing is parsed for somebody unknown, and nothing is forwarded that was not judged, taken for and recorded;
 * - what goes upstream is an envelope of the gateway's own around the bytes that were judged;
 * - whatever goes wrong on the way down refuses;
 * - ids, sessions and lists of one grant are never seen by another.
 */
export { Admission } from './admission.ts';
export { Turns } from './approval/turns.ts';
export { WaitingStates } from './approval/waiting-states.ts';
export { CallsUnderWay } from './calls-under-way.ts';
export type { SpentStates } from './continuation/spent-states.ts';
export { GrantUses } from './grant-uses.ts';
export { mcpRoutes } from './http/routes.ts';
export { inspectServer } from './inspect-server.ts';
export { ListChanges } from './list-changes.ts';
export { grantOf } from './lists/tool-table.ts';
export type { Captures, Ports, Risks, Telemetry } from './ports.ts';
export { type RefusalRecorder, recordRefusals } from './refusals/record-refusals.ts';
export type { EndedSessions } from './sessions/ended-sessions.ts';
export type { Replicas } from './sessions/replicas.ts';
export { SessionSeal } from './sessions/session-seal.ts';
export { Sessions } from './sessions/sessions.ts';
export { type SharedContinuations, StatelessSessions } from './sessions/stateless-sessions.ts';
export { serveStdio } from './stdio/serve-stdio.ts';
export { stop } from './stop.ts';
export { TaskSeal } from './tasks/task-seal.ts';
export { tellOfLists } from './tell-of-lists.ts';
