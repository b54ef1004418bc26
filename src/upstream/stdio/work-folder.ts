import { chownSync, mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { StdioServer } from '../../config/index.ts';

/** Where a server's process runs. */
export interface WorkFolder {
  readonly path: string;
  /** Removes the folder if it was made for the process. What cannot be removed stays: there is nobody to tell. */
  remove(): Promise<void>;
}

/**
 * The configured folder, or else a fresh one that only the process's user may enter. Made synchronously: a process is
 * started where a session is opened, and this takes some 50 µs.
 *
 * @throws the system's error when it cannot be made
 */
export function workFolder(server: StdioServer): WorkFolder {
  if (server.cwd !== undefined) return { path: server.cwd, remove: async () => {} };
  const path = mkdtempSync(join(tmpdir(), `toolgate-${server.slug}-`));
  if (server.runAs !== undefined) chownSync(path, server.runAs.uid, server.runAs.gid);
  return { path, remove: () => rm(path, { recursive: true, force: true }).catch(() => {}) };
}
