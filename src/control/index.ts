/**
 * The control plane: what operators do. Each thing that can be done is a verb in a file of its own
 * (`verbs/<entity>/<verb>.ts`); the API and the command line are thin surfaces over the same verbs.
 *
 * Invariants: no verb runs for who may not; a change and its record are one transaction; what a verb did not declare as
 * its output never leaves it; no verb starts a process or names one; requests of agents never wait for any of this.
 */

export { captureContext } from './captures/capture-context.ts';
export { storedCaptureRules } from './captures/capture-rules.ts';
export { sweepCaptures, writeCaptures } from './captures/capture-store.ts';
export type { ChangeFeed } from './change-feed.ts';
export { idOfDeclaredMail, idOfDeclaredWebhook } from './channels/declared-channels.ts';
export { storedChannels } from './channels/stored-channels.ts';
export { Control, type ControlOptions, type Requester } from './control.ts';
export type {
  InputOf,
  OutputOf,
  PrepareContext,
  Verb,
  VerbContext,
} from './define-verb.ts';
export { decisions } from './definitions/decided.ts';
export { pinStore } from './definitions/pin-store.ts';
export type { InputProblem } from './input-fault.ts';
export { isSetUp } from './is-set-up.ts';
export { loadKills } from './kills/kill-row.ts';
export { type DescribedTools, describeTools } from './registry/described-tools.ts';
export { StoredReader } from './registry/stored-reader.ts';
export type { Services } from './services.ts';
export type { Signal } from './signal.ts';
export { readStand, type Stand, stillHas } from './stand.ts';
