import type { ServerResponse } from 'node:http';

/**
 * One HTTP request that has passed the front door, and the response it is owed. What stands here was checked: the
 * target is origin-form, Host and Origin are on their lists, no singleton header repeats, every header value is
 * visible ASCII.
 */
export interface Exchange {
  readonly method: 'GET' | 'POST' | 'DELETE' | 'OPTIONS' | 'HEAD' | 'PUT' | 'PATCH';
  /** The path, exactly as it stands in the target, without the query. */
  readonly path: string;
  /** The query as it stands, without `?`; empty when there is none. */
  readonly query: string;
  /** What the route table found in the path (`/mcp/:server` → `server`). */
  readonly params: ReadonlyMap<string, string>;
  /** Where the request came from: the socket's address, or what a trusted proxy says. */
  readonly address: string;
  /** A header by its lower-case name; `undefined` when absent. */
  header(name: string): string | undefined;
  /**
   * Reads the body once, whole.
   *
   * @param cap most bytes
   * @throws Fault `too_large`, `unsupported_media` (any Content-Encoding), `bad_request` (broken off, or too slow)
   */
  body(cap: number): Promise<Buffer>;
  /** For whoever answers; the headers that every response carries come by themselves. */
  readonly response: ServerResponse;
  /** Runs once when the client is gone before the response has ended. */
  onAbort(handler: () => void): void;
}

/** What answers at a route. A rejection is answered as 500 with no detail, and logged. */
export type Handler = (exchange: Exchange) => void | Promise<void>;

/**
 * One row of the exact route table. A path segment `:name` stands for one segment of `[A-Za-z0-9._~-]+`. A path that
 * ends in `/*` gives a plane all that lies below: one or more such segments, none of them `.` or `..`.
 */
export interface Route {
  readonly method: Exchange['method'];
  readonly path: string;
  readonly handler: Handler;
  /** Media types a body may have; absent: no body is allowed. */
  readonly accepts?: readonly string[];
}
