/**
 * The server's advisory locks, by number: one number means one thing in every version, for as long as replicas of two
 * versions may run side by side. All are held by a transaction and end with it.
 */

/** Changes by verbs, one at a time. */
export const verbLock = 7_075_001;
/** Migrations. */
export const migrationLock = 7_075_002;
/** Records, while they are given their places in the order of arrival. */
export const arrivalLock = 7_075_003;
/** Retention and checkpoints: one replica at a time, the others leave it to that one. */
export const upkeepLock = 7_075_004;
/** Limits, counted one transaction after the other. */
export const limitLock = 7_075_005;
