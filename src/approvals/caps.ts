/** What keeps one agent from wearing its approvers out. Where none are given, {@link defaultCaps}. */
export interface ApprovalCaps {
  /** Most requests of one grant that wait for a decision at once. */
  readonly pending: number;
  /** So many denials of one grant's calls of one tool… */
  readonly denials: number;
  /** …within this time, and nobody is asked about that tool for as long again after the last of them. */
  readonly coolDownMs: number;
  /**
   * Most bytes that a person would have to read before agreeing, and that are kept: arguments, the name of what is called,
   * its definition. A call may have four times as many, and whoever may ask twenty times at once fills a disk with them.
   */
  readonly bytes: number;
}

export const defaultCaps: ApprovalCaps = Object.freeze({
  pending: 20,
  denials: 3,
  coolDownMs: 10 * 60_000,
  bytes: 1024 * 1024,
});
