/**
 * Between the eras: a client of one speaks with a server of the other as if both were of its own.
 *
 * Decides: which requests, results and errors of one era stand for which of the other, what one side must be told that
 * the other has said, and whose answer belongs to whose question. What has no counterpart is refused with the error of
 * the client's own era.
 * Never: judges what may be asked or called (that is done above, on both ways), changes arguments, content or anything
 * that no revision names, keeps what a client said of itself from one principal for another.
 * Invariants: each bridge is an explicit state machine; a listener hears one end, and `settled` once the server is done;
 * no call waits for a client for ever; the server is never told more of the client than the caller was given to tell.
 */

export type { Mailbox } from './mailbox/mailbox.ts';
export { memoryMailbox } from './mailbox/memory-mailbox.ts';
export { mayBeAsked } from './may-be-asked.ts';
export { mayAskBack } from './methods.ts';
export { openFor } from './open-for.ts';
export { mostRounds } from './timing.ts';
