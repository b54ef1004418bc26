/** Definitions of pinned servers' tools: what is new or changed, and what operators decided about it. */
export { approveDefinitions, rejectDefinitions } from './decide.ts';
export { listDefinitions } from './list.ts';
export { observeDefinitions } from './observe.ts';
export { showDefinition } from './show.ts';
