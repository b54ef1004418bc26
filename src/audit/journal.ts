import type { CallEnding, CallRecord, EventRecord, Intent } from './record.ts';

/**
 * Port: what happened, kept. The one sentence that everything refers to (architecture, "The way of one call"):
 * before a call is forwarded its intent has been *written* and so survives the death of the process; with
 * `sync: true` it has also been *synced* and so survives power loss; for the others the sync follows within 20 ms.
 *
 * Appends of one turn of the event loop (under load: of a few turns) share one write, and all that need it share one
 * sync. Nobody waits for the ending of a call that went out: it is written with what others wait for, some 4 ms later at
 * the latest. A journal that cannot keep a record rejects with a `Fault` `audit_unavailable`, and goes on rejecting until it
 * can: no record, no call.
 */
export interface Journal {
  /**
   * Resolves when the intent is as durable as asked. After a rejection the call must not go out; how it ended is
   * recorded as for any other (`audit_unavailable`, `givenBack`): the intent may stand in the journal all the same.
   */
  intent(intent: Intent, sync: boolean): Promise<void>;
  /**
   * Resolves when the record is written. Answers to refused calls wait for it; a forwarded call's answer need not. An
   * ending is that of an intent which was kept; a whole record may also be that of one which was not.
   */
  record(record: CallRecord | CallEnding | EventRecord): Promise<void>;
  /** Whether records can be kept right now; `/readyz` asks. */
  healthy(): boolean;
  /** Age of the oldest record that is written but not synced yet, in ms; 0 when there is none. */
  lagMs(): number;
  /** Writes and syncs what is pending. */
  close(): Promise<void>;
}
