/** What a backup is, and its version: also what its envelope opens as. */
export const backupFormat = 'toolgate backup 1';

/**
 * The files of a data folder that a backup holds. Everything else is made anew, belongs to a process (journals, locks,
 * sockets, counters that processes share), or must never be in it: the secret key.
 */
export const backupFiles = ['toolgate.db', 'catalog.db', 'policy-versions.json'] as const;

export type BackupFile = (typeof backupFiles)[number];

/** The first line inside the envelope. The files follow it, one after the other. */
export interface BackupManifest {
  /** ms since the epoch. */
  readonly createdAt: number;
  /** Of the Toolgate that made it. */
  readonly version: string;
  readonly files: readonly { readonly name: BackupFile; readonly bytes: number }[];
}
