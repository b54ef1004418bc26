/**
 * One way from the load generator to the upstream: straight, through a reference, through the gateway, or through a
 * peer. A peer is a module with a `Side` as its default export, given as `--peer <file>`.
 */
export interface Side {
  readonly name: string;
  /** Whether the side can run here; a sentence says why not. */
  available?(): true | string;
  /** Sessions that are opened, and left open, before anything is measured. */
  readonly idleSessions?: number;
  /** Calls a tool that only reads, whatever the plan's calls are. */
  readonly reads?: boolean;
  /**
   * Without it the run says nothing, so that its failing is the run's: the references, and the gateway itself. Any other that
   * fails is left out from then on.
   */
  readonly essential?: boolean;
  start(surroundings: Surroundings): Promise<RunningSide>;
}

/** What a side is given. */
export interface Surroundings {
  /** The upstream's endpoint, `http://127.0.0.1:<port>/mcp`. */
  readonly upstream: string;
  /** An empty folder of the side's own, removed afterwards. */
  readonly folder: string;
  /** A port of 127.0.0.1 that was free a moment ago. */
  readonly port: number;
  /** Puts a command onto the core that is kept for the side under test. */
  pinned(command: readonly string[]): readonly string[];
}

/** A side that takes calls. */
export interface RunningSide {
  /** Where the load goes. */
  readonly url: string;
  /** Sent with every request. */
  readonly headers: Readonly<Record<string, string>>;
  /** It is spoken to over HTTP+SSE, the transport before 2025-03-26. */
  readonly overSse?: boolean;
  /** What stands before the name of a tool there. */
  readonly tool?: string;
  /** The process whose CPU time is counted, with all its descendants; `undefined` when there is none (direct). */
  readonly pid: number | undefined;
  stop(): Promise<void>;
}
