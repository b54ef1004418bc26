/** How long the bridges wait, in milliseconds. Only tests have others than {@link defaultTiming}. */
export interface Timing {
  /** For a client to answer what the server asked: people are asked, and people take their time. */
  readonly answerMs: number;
  /** Before a server is asked again that wants nothing from the client but to be asked again. */
  readonly pauseMs: number;
  /** For more questions of a server that asked one: those that it asks at once belong in one round. */
  readonly gatherMs: number;
  /** Before a stream of notifications that broke is opened again, the first time; each further time twice as long. */
  readonly reopenMs: number;
  /** Until a session with a legacy server is ended that no modern client uses. */
  readonly idleMs: number;
}

export const defaultTiming: Timing = Object.freeze({
  answerMs: 10 * 60_000,
  pauseMs: 250,
  gatherMs: 20,
  reopenMs: 1_000,
  idleMs: 30 * 60_000,
});

/** How often a server may ask back in one call (docs/protocol.md, "Between the eras"; threats B47). */
export const mostRounds = 8;
