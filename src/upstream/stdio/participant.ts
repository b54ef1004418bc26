import type { Listener, UpstreamFailure } from '../upstream.ts';

/** Who takes part: one session, or every session of a shared process. */
export interface Participant {
  /** Hears what belongs to no request. */
  stray: Pick<Listener, 'notification' | 'request'> | undefined;
  /** The process has ended without being asked to. */
  lost(failure: UpstreamFailure): void;
}
