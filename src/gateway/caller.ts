import type { Access, Grant, Snapshot } from '../snapshot/index.ts';

/** Who is calling, what they may reach here, and the configuration under which all of it is decided. */
export interface Caller {
  readonly snapshot: Snapshot;
  readonly grant: Grant;
  readonly access: Access;
  /** The name that the client used, where it is another than the server's own: at the URL of all servers. */
  readonly shownAs?: string | undefined;
}
