/**
 * The configuration as requests see it: one immutable object, compiled off the request path and swapped whole. A
 * request takes it once; a reload that fails changes nothing. Nothing in here serves a request or touches a store.
 *
 * It decides how what the file declares and what the store holds become one: the file wins, and what it hides of the
 * store is said. A stored policy is text that was accepted before it was stored (read in a thread, within a time), so
 * reading it here again takes no longer; it is read in slices all the same, and only when it has changed.
 *
 * Invariants: whatever has not changed is the same object afterwards; a grant never reaches a server or policy that is
 * not there; compiling ten thousand grants never holds a call up for longer than a slice.
 */
export { type ChangedLists, changedLists, type ListKind, toolsOf } from './changed-lists.ts';
export { type Applied, Configurator, type ConfiguratorPorts, type PolicyProblem } from './configurator.ts';
export { LayeredMap } from './layered-map.ts';
export type { PolicyInJson, WriteInJson } from './read-policies.ts';
export type { Access, AttachedPolicy, Grant, Server, Snapshot } from './snapshot.ts';
export type { Stored, StoredChanges, StoredGrant, StoredPolicy } from './stored.ts';
