/** API keys: programs that act for an operator, each with a role of its own. */
export { createApiKey } from './create.ts';
export { listApiKeys } from './list.ts';
export { revokeApiKey } from './revoke.ts';
