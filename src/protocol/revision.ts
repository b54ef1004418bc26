import type { RequestMessage } from './rpc/message.ts';

export type RevisionName = '2025-06-18' | '2025-11-25' | '2026-07-28';

/**
 * One revision of the protocol as a table: what differs on the wire between revisions stands here, and nothing above
 * needs to know more. Extensions (tasks) are not part of a revision's own methods.
 */
export interface Revision {
  readonly version: RevisionName;
  /** `legacy`: `initialize`, sessions, requests from the server. `modern`: each request stands alone. */
  readonly era: 'legacy' | 'modern';
  /** The modern era. */
  readonly stateless: boolean;
  /** Methods that may be called (threats B16): all others are `-32601`. */
  readonly clientRequests: ReadonlySet<string>;
  readonly clientNotifications: ReadonlySet<string>;
  readonly serverRequests: ReadonlySet<string>;
  readonly serverNotifications: ReadonlySet<string>;
  /** Names in `capabilities`. */
  readonly clientCapabilities: ReadonlySet<string>;
  readonly serverCapabilities: ReadonlySet<string>;
  /** Keys of `params._meta` without which a request is `-32602`. */
  readonly requiredMeta: readonly string[];
  /** JSON-RPC code of a resource that is not there. */
  readonly resourceNotFound: -32002 | -32602;
  /** HTTP status of a response that is an error with that JSON-RPC code, whoever made it. */
  errorStatus(code: number): 200 | 400 | 404;
  /** HTTP headers that carry what the body says, lower-case. */
  readonly bodyHeaders: readonly string[];
  /** What the header `Mcp-Name` says of a request; `undefined` where it has none. */
  nameOf(message: RequestMessage): string | undefined;
}
