/**
 * The configuration as requests see it: one immutable object, compiled off the request path and swapped whole. A
 * request takes it once; a reload that fails changes nothing. Nothing in here serves a request or touches a store.
 */
export { type Applied, Configurator, type ConfiguratorPorts, type PolicyProblem } from './configurator.ts';
export type { Access, AttachedPolicy, Grant, Server, Snapshot } from './snapshot.ts';
