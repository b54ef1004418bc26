/**
 * Several processes of one gateway on one machine (`up --workers N`). It decides which process runs where and when it is
 * started again or replaced; what a worker does is a gateway's own business, and none knows another.
 *
 * It never starts anything but the program that it is part of, with the arguments that it was given. It counts nothing and
 * keeps nothing: what workers share is in the database, without which they are not started, and in Valkey.
 *
 * Invariants: a slot has one process at a time, and its data folder, with the journal in it, one writer; a connection that
 * was taken in is handed to a worker that takes it; whoever is replaced takes no new connection before it ends those that
 * it has; of a new version that does not come up one worker is lost, not all.
 */
export { asWorker, type OwnWorker, workerVariable } from './as-worker.ts';
export { type Supervised, superviseWorkers } from './supervise-workers.ts';
export { workerFolders } from './worker-folders.ts';
