/**
 * Documents that are read while calls go through, in a thread of its own: the configuration file when it has changed, and
 * policies in YAML, which is composed in one piece, a hundred milliseconds for each hundred kilobytes. What comes back is
 * plain: a configuration in pieces of which each takes a millisecond to copy, a policy as JSON with a table of places,
 * which the snapshot reads in steps.
 *
 * It decides nothing: what a document says, and what is wrong with it, is said by the rooms that read it at the start as
 * well, by the same code. It never keeps a change from coming into force: where no thread is to be had, the document is
 * read here.
 *
 * Invariants: what is read here is what is read there, errors and their places included; a start reads in its own
 * thread and starts none; a thread that nobody has asked for anything for some seconds ends.
 */
export { ReadingThread } from './reading-thread.ts';
