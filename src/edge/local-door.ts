import { once } from 'node:events';
import { chmodSync, rmSync } from 'node:fs';
import { answerRequests } from './answer-requests.ts';
import { ListenError } from './bind.ts';
import { closeServer } from './close-server.ts';
import type { Route } from './exchange.ts';
import { defaultEdgeLimits, type FrontDoorOptions } from './options.ts';
import { RequestChecks } from './request-checks.ts';
import { TrustedProxies } from './trusted-proxies.ts';

/** An open local door. */
export interface LocalDoor {
  close(graceMs: number): Promise<void>;
}

/** What the operating system allows for a socket's path, less what a C string needs. */
const longestPath = 103;

/**
 * Opens a door for the owner of a folder alone: a socket in the file system, 0600. Whoever may connect is the operator,
 * which the file system has checked; the requests pass the same checks as at the front door.
 *
 * @param path where nobody else listens: a socket that is there was left by a process that is gone
 * @throws ListenError
 */
export async function openLocalDoor(
  path: string,
  routes: readonly Route[],
  options: Pick<FrontDoorOptions, 'onError'> = {},
): Promise<LocalDoor> {
  if (process.platform === 'win32') throw new ListenError('this system has no local sockets with permissions');
  if (Buffer.byteLength(path) > longestPath) {
    throw new ListenError(`the path of the local socket is longer than ${longestPath} bytes: ${path}`);
  }
  const limits = defaultEdgeLimits;
  const checks = new RequestChecks({ host: 'localhost', port: 0 }, routes, limits.headerCount);
  const { newServer } = await import('./new-server.ts');
  const server = newServer({ host: 'localhost', port: 0 }, limits);
  const requests = answerRequests(server, checks, new TrustedProxies([]), options);
  rmSync(path, { force: true });
  try {
    const listening = once(server, 'listening');
    // Exclusively: it is this process's own, also where several share a port.
    listenPrivately(() => server.listen({ path, exclusive: true }));
    await listening;
    chmodSync(path, 0o600);
  } catch (error) {
    throw new ListenError(`cannot listen on ${path}`, error);
  }
  return {
    close: async (graceMs) => {
      requests.closing();
      await closeServer(server, graceMs);
      rmSync(path, { force: true });
    },
  };
}

/** Node binds before `listen` returns, so the socket never exists with more than what the mask leaves. */
function listenPrivately(listen: () => void): void {
  const mask = process.umask(0o177);
  try {
    listen();
  } finally {
    process.umask(mask);
  }
}
