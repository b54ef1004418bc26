/**
 * So long a batch stays open at most while every turn brings more lines: under load many calls share one write and one
 * sync, each of which costs as much as half a call. A turn that brings none ends it, so that a single call hardly waits.
 */
export const gatherMs = 4;
/** Leaves room for gathering and for the sync itself within the 20 ms that the crash sentence allows. */
export const syncAfterMs = 10;
export const probeMs = 250;
/** A sync takes a fraction of a millisecond, on a busy disk up to a second: what takes so long may never end. */
export const stallMs = 5_000;
export const segmentBytes = 16 * 1024 * 1024;
