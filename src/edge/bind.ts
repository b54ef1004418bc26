import type { Server } from 'node:net';
import ipaddr from 'ipaddr.js';
import type { FrontDoorOptions } from './options.ts';

/** The listener cannot be opened; the message says why and what to do, in one sentence for the operator. */
export class ListenError extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'ListenError';
  }
}

/** Whether only this machine can reach a listener that is bound so. A name other than `localhost` may point anywhere. */
export function isLoopback(host: string): boolean {
  if (host === 'localhost') return true;
  return ipaddr.isValid(host) && ipaddr.process(host).range() === 'loopback';
}

/**
 * Tokens do not cross a network in the clear by accident.
 *
 * @returns why a listener may not be bound so, and what to do; `undefined` when it may
 */
export function listenFault(
  options: Pick<FrontDoorOptions, 'host' | 'tls' | 'publicUrl' | 'insecure'>,
): string | undefined {
  if (isLoopback(options.host) || options.tls !== undefined || options.insecure === true) return undefined;
  if (options.publicUrl?.startsWith('https://') === true) return undefined;
  return (
    `refusing to listen on ${options.host} without encryption: set tls, or an https publicUrl when a proxy in front ` +
    'ends TLS, or pass --insecure if the network is trusted'
  );
}

const reasons: ReadonlyMap<string, string> = new Map([
  ['EADDRINUSE', 'the port is taken: stop what uses it or choose another (--port, or in the configuration)'],
  ['EACCES', 'this user may not open that port: choose one above 1023'],
  ['EADDRNOTAVAIL', 'this machine has no such address'],
  ['ENOTFOUND', 'that name has no address'],
]);

/**
 * Opens the listener.
 *
 * @throws ListenError
 */
export async function bind(server: Server, host: string, port: number): Promise<{ host: string; port: number }> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const failed = (error: NodeJS.ErrnoException): void => {
    reject(
      new ListenError(`cannot listen on ${host}:${port}: ${reasons.get(error.code ?? '') ?? error.message}`, error),
    );
  };
  server.once('error', failed);
  server.listen({ host, port }, resolve);
  await promise;
  server.off('error', failed);
  const address = server.address();
  if (address === null || typeof address === 'string') throw new ListenError('the listener has no port');
  return { host: address.address, port: address.port };
}
