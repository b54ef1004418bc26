/**
 * The limits of several processes that share one data folder: the port `Limiter` over one SQLite file. It decides by
 * the same functions as the limiter in memory and passes the same contract (`test/contract/limiter`).
 *
 * Invariants:
 * - Whatever one transaction takes is checked and written with nobody writing beside it, and is on the disk before the
 *   answer: a process that is killed at any instant has counted at least what it let through.
 * - Time is the later of the process's clock and the newest time in the file, and so the same for all processes.
 * - The file belongs to one thread of each process; the event loop never waits for a disk or for another process.
 */
export { LateLimiter } from './late-limiter.ts';
export { type SqliteLimiter, type SqliteLimiterOptions, sqliteLimiter } from './sqlite-limiter.ts';
