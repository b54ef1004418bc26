/** A request as the pages' thread gets it: what was read of it, and nothing else. */
export interface PageRequest {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly query: string;
  /** The `Accept` header. */
  readonly accept: string;
  /** A message to the catalogue's MCP server. */
  readonly body?: string | undefined;
  /** The dashboard is served beside them. */
  readonly dashboard: boolean;
  /** How the pages are reached from outside. */
  readonly origin: string;
}

export interface PageAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}
