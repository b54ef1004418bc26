/**
 * What several gateways share in Valkey or Redis: counters, letters, and what is told to all. It keeps nothing that could
 * not be had again: what it loses is either waited for or rebuilt from the record, and as long as it is not known, calls
 * that it would have to count are refused.
 *
 * Invariants:
 * - One script judges and takes everything that one call takes, by the server's time; a gateway's clock moves nothing.
 * - No connection is used before the server was looked at: a primary, of version 7 on, that evicts nothing. It is looked at every
 *   second, for it can be configured at any time, and what it has evicted meanwhile counts as lost.
 * - What does not answer in time has not allowed anything.
 * - What gateways tell each other is sealed with the installation's keys: the server can neither read nor write it.
 */
export { checkInstallation } from './check-installation.ts';
export { checkServer } from './check-server.ts';
export { connectValkey } from './connect-valkey.ts';
export { type ValkeyLimiter, valkeyLimiter } from './limiter/valkey-limiter.ts';
export { Link } from './link.ts';
export { ValkeyChannels } from './valkey-channels.ts';
export { valkeyStates } from './valkey-states.ts';
