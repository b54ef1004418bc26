/**
 * What the tool is: the live table of each server's tools and the hash of each definition. A call is judged against
 * the list as last read, byte for byte; what the list does not have does not exist. Definitions are kept and shown as
 * the bytes that came; nothing that a server writes about itself lowers what a policy demands.
 */

export type { Finding, HiddenKind, InstructionKind, Neighbour } from './finding.ts';
export { findingsIn } from './findings.ts';
export { Neighbours } from './neighbours.ts';
export { readTools } from './read-tools.ts';
export { type ReadTable, TableCache } from './table-cache.ts';
export type { Tool, ToolTable, UnusableTool } from './tool.ts';
export { isCallableName } from './tool-name.ts';
