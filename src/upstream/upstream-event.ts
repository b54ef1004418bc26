/** Something about an upstream that an operator wants in the log. Holds no secret, no header, no argument. */
export interface UpstreamEvent {
  /** Slug of the server. */
  readonly server: string;
  readonly level: 'info' | 'warn' | 'error';
  readonly event:
    | 'started'
    | 'ended'
    /** A line that a process wrote on its error output. */
    | 'stderr'
    /** A line on standard output that is no JSON, a banner as a rule. It goes nowhere. */
    | 'stdout'
    /** The server broke the protocol; `detail` says how. */
    | 'violation'
    /** The gateway itself failed at what the server said: those whom it concerned were told, and everything else goes on. */
    | 'fault';
  /** One line, control characters escaped. */
  readonly detail: string;
  /** What was thrown, with a `fault`. */
  readonly error?: unknown;
}

export type UpstreamLog = (event: UpstreamEvent) => void;
