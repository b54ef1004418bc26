import { type Limiter, splitLimiter } from '../limits/index.ts';

/**
 * Who counts, where it is not this process alone: what must outlive power loss the database, all else Valkey.
 *
 * @returns `undefined` where nobody else does
 */
export function countedBy(database: Limiter | undefined, valkey: Limiter | undefined): Limiter | undefined {
  return database === undefined || valkey === undefined ? (valkey ?? database) : splitLimiter(database, valkey);
}
