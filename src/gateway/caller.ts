import type { Access, Grant, Snapshot } from '../snapshot/index.ts';

/** Who is calling, what they may reach here, and the configuration under which all of it is decided. */
export interface Caller {
  readonly snapshot: Snapshot;
  readonly grant: Grant;
  readonly access: Access;
}
