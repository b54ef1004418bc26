/**
 * What several gateways share in Valkey or Redis: counters. It keeps nothing that could not be had again: what it loses is
 * either waited for or rebuilt from the record, and as long as it is not known, calls that it would have to count are
 * refused.
 *
 * Invariants:
 * - One script judges and takes everything that one call takes, by the server's time; a gateway's clock moves nothing.
 * - No connection is used before the server was looked at: a primary, of version 7 on, that evicts nothing.
 * - What does not answer in time has not allowed anything.
 */
export { type ValkeyLimiter, valkeyLimiter } from './limiter/valkey-limiter.ts';
