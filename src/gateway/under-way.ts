/**
 * A request of a client's from its arrival to its end: what a cancellation must find. It exists from before the first
 * wait, so that a second request with the same id is seen, and so that a cancellation that overtakes the call's own
 * judgement still stops it.
 */
export class UnderWay {
  /** Set once the client has cancelled, with its own words. */
  cancelled: { readonly reason: string | undefined } | undefined;
  /** Set when an operator has stopped it: its client is told so. */
  killed = false;
  #stop: ((reason: string | undefined) => void) | undefined;

  /** What a cancellation does from now on; runs at once when it has already come. */
  onCancel(stop: (reason: string | undefined) => void): void {
    this.#stop = stop;
    if (this.cancelled !== undefined) stop(this.cancelled.reason);
  }

  /** An operator stops the call, wherever it is on its way. */
  kill(): void {
    if (this.cancelled !== undefined) return;
    this.killed = true;
    this.cancel('An operator has stopped this call.');
  }

  cancel(reason: string | undefined): void {
    if (this.cancelled !== undefined) return;
    this.cancelled = { reason };
    this.#stop?.(reason);
  }
}
