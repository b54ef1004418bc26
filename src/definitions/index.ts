/**
 * What the tool is: the live table of each server's tools and the hash of each definition. A call is judged against
 * the list as last read, byte for byte; what the list does not have does not exist. Definitions are kept and shown as
 * the bytes that came; nothing that a server writes about itself lowers what a policy demands.
 */

export { type Difference, differences } from './difference.ts';
export type { Finding, HiddenKind, InstructionKind, Neighbour } from './finding.ts';
export { findingsIn } from './findings.ts';
export { closedGate, type DefinitionGate } from './gate.ts';
export { hiddenText } from './hidden-text.ts';
export { Neighbours } from './neighbours.ts';
export type { Pin, PinState } from './pin.ts';
export { type GateEvents, PinnedDefinitions, type PinStore, type StoredPins } from './pinned-definitions.ts';
export { readTools } from './read-tools.ts';
export { spellOut } from './spell-out.ts';
export { type ReadTable, TableCache } from './table-cache.ts';
export type { Risk, Tool, ToolTable, UnusableTool } from './tool.ts';
