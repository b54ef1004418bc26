import type { ByteParts } from '../kernel/index.ts';
import type { ErrorMessage, NotificationMessage, RequestMessage, ResultMessage } from '../protocol/index.ts';
import type { EraVerdict } from './era/verdict.ts';

/** Why a request to an upstream has no answer. */
export interface UpstreamFailure {
  readonly code:
    | 'upstream_unavailable'
    | 'upstream_timeout'
    | 'upstream_unauthorized'
    | 'upstream_invalid'
    /** It has as many requests under way as it may have. */
    | 'overloaded';
  /** May be shown to an agent: names no address, header or path. */
  readonly message: string;
  /** For the log only. */
  readonly cause?: unknown;
  /** Whether even one byte of the request may have left. Amounts are given back only when this is `false`. */
  readonly sent: boolean;
  /** It was the gateway that failed: this says nothing of the server, and has been logged where it was caught. */
  readonly own?: true;
  /** The server has refused to look at the request, since it does not know the session: it may be made in another. */
  readonly unseen?: true;
  /** The HTTP status that says so, where one does: what the search for an upstream's era goes by. */
  readonly status?: number;
  /** When to try again, where that is known. */
  readonly retryAfterMs?: number;
  /** What the server said of a request whose id it did not repeat (`"id": null`): it may tell the server's era. */
  readonly refusal?: ErrorMessage;
}

/** `legacy`: `initialize` and sessions, up to 2025-11-25. `modern`: each request stands alone, 2026-07-28. */
export type Era = 'legacy' | 'modern';

/** What a request hears until it ends. After `result`, `error` or `failure` nothing follows. */
export interface Listener {
  /** A notification (progress, log) that belongs to this request. */
  notification(message: NotificationMessage): void;
  /** A request from the server that belongs to this request (sampling, elicitation, roots, ping). */
  request(message: RequestMessage): void;
  /** The answer; its id was checked to be the one issued. */
  answer(message: ResultMessage | ErrorMessage): void;
  failure(failure: UpstreamFailure): void;
  /**
   * Heard exactly once, last of all, and also after a cancellation or a time-out: the upstream is done with the request,
   * since it has answered after all or its connection or process is closed. A process that was told to cancel need not
   * answer at all; it counts as done when the server's idle time-out has passed.
   */
  settled?(): void;
}

/** A request under way. */
export interface Pending {
  /** The id it bears upstream, as JSON (the gateway's own, unique on that connection). */
  readonly upstreamId: number;
  /**
   * The client has cancelled: tells the upstream (`notifications/cancelled`, or by closing the stream where that is how
   * the revision says it) and forgets the request. The listener hears nothing more.
   *
   * @param reason the client's own words, passed on
   */
  cancel(reason?: string): void;
}

/** Headers that a request to an HTTP upstream carries besides the transport's own; ignored over stdio. */
export interface RequestHeaders {
  readonly protocolVersion?: string;
  /** Revision 2026-07-28 has it, those before do not: where it stands, the rules of the modern era hold. */
  readonly method?: string;
  /** Any text; what no header can carry is encoded as that revision says. */
  readonly name?: string;
  /** `Mcp-Param-*`, lower-case names and values as they are sent; sent only where the rules of the modern era hold. */
  readonly params?: readonly (readonly [name: string, value: string])[];
  /** The tool's definition says that it can be called as a task only. No header: for who must ask for one in its era. */
  readonly onlyAsTask?: true;
}

/** What it takes to go on with a session that a server holds, from another process than the one that opened it. */
export interface Resumption {
  readonly sessionId: string;
  /** The revision that was agreed. */
  readonly protocolVersion: string;
  /** Which server holds it (`Upstream.at`): to another one its id is no affair. */
  readonly at?: string | undefined;
}

/**
 * One conversation with an upstream: a legacy session (HTTP `Mcp-Session-Id`, or a stdio process of its own), or the
 * stateless modern exchange, where each request stands alone.
 */
export interface UpstreamSession {
  /**
   * Sends a request. `render` is given the id to use and returns the whole message as bytes (without a line feed), which
   * may be parts of what others need as well: the
   * envelope is the gateway's own, the spans in it are what was judged.
   */
  request(render: (upstreamId: number) => ByteParts, headers: RequestHeaders, listener: Listener): Pending;
  /** Sends a notification or the answer to a server's request. Rejects with a `Fault` when it cannot be sent. */
  send(message: Buffer, headers: RequestHeaders): Promise<void>;
  /** Messages that belong to no request (the GET stream, or everything unattributed over stdio). */
  unattributed(listener: Pick<Listener, 'notification' | 'request'>): void;
  /** Called once when the session is lost for a reason other than `close`. */
  onLost(handler: (failure: UpstreamFailure) => void): void;
  /** Opens the server's own stream (GET) once the session is initialised; over stdio there is nothing to open. */
  listen(): void;
  /** Whether the server may make a task of any call, so that no tool need say that it can be one: the modern era. */
  readonly everyToolTakesTasks?: boolean;
  /** By what the server knows it, where it can be taken up by that from elsewhere. */
  readonly sessionId?: string | undefined;
  /**
   * Ends the conversation, tells the server where it has a way to, and fails what is under way.
   *
   * @param how `left`: the server is not told, and keeps what can be taken up again
   */
  close(how?: 'ended' | 'left'): Promise<void>;
}

/** A registered server. */
export interface Upstream {
  readonly slug: string;
  readonly transport: 'stdio' | 'http';
  /** A digest of its URL, where it has one: the same in every process. */
  readonly at: string | undefined;
  /**
   * In which era to speak with the server for a client of that era: in the client's own wherever the server speaks it,
   * else in the other one. The server is asked once, when that is first needed; what it is found to speak is kept for
   * an hour. A legacy client of a process is never made to wait: its own `initialize` is the question.
   *
   * Rejects with a `Fault` when the server cannot be asked: that is no evidence, and is not kept.
   */
  era(client: Era): Promise<Era>;
  /**
   * The server answered and yet refused to begin in the era that it was thought to speak: the next time it is asked
   * again, and until then not spoken to in that one.
   */
  misjudged(era: Era): void;
  /** What is known of its eras, and since when; for `doctor`. */
  verdict(): EraVerdict | undefined;
  /**
   * A new conversation. Starts a process over stdio (unless it is `shared`), opens nothing yet over HTTP.
   *
   * @param era the one that will be spoken; a shared process speaks one only. `legacy` when absent
   * @param resume goes on with a session that the server holds; where that cannot be done it is a new one
   */
  open(era?: Era, resume?: Resumption): UpstreamSession;
  /**
   * Begins what takes long, so that the first `open` finds it done: starts a process ahead. Over HTTP there is nothing
   * to begin.
   */
  warm(): void;
  /** For `/readyz` and `doctor`. */
  health(): { readonly state: 'unknown' | 'up' | 'down'; readonly detail?: string };
  /** Resolves when nothing is under way, or after so long all the same: a server that is replaced finishes its calls. */
  quiet?(graceMs: number): Promise<void>;
  close(): Promise<void>;
}
