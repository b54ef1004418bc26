/**
 * The capture: whole arguments of calls that were judged, kept sealed beside the record where an operator asks for it, so
 * that another policy can be tried on them. Off unless a rule says otherwise.
 *
 * It decides which calls are captured, what is kept of them and for how long; it touches neither keys nor a store, which
 * it is given. Reading it is a verb, for auditors alone, and each reading is on the record.
 *
 * Invariants: no call waits for it or fails by it; what is kept is the span that was judged; nothing of it is ever
 * written in the clear; what it could not keep is counted and said.
 */
export { CaptureKeeper, type CaptureRow } from './capture-keeper.ts';
export { type CaptureRule, CaptureRules, defaultRetentionMs } from './capture-rules.ts';
export { type CapturedCall, type CapturedFacts, type CaptureLevel, readCaptured } from './captured-call.ts';
