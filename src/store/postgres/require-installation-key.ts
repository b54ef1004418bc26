import type { WriterRow } from '../filing/writer-row.ts';

/**
 * Replicas share one secret key: what one seals another must open. A replica that was started with another one is told so
 * before it seals anything.
 *
 * @throws Error
 */
export function requireInstallationKey(writers: readonly WriterRow[], keys: ReadonlyMap<string, unknown>): void {
  if (writers.length === 0 || writers.some(({ key }) => keys.has(key))) return;
  throw new Error(
    'this secret key is not the one of the installation in the database: give every replica the same ' +
      'TOOLGATE_SECRET_KEY or TOOLGATE_SECRET_KEY_FILE',
  );
}
