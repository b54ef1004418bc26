import type { Socket } from 'node:net';
import { answerRequests } from './answer-requests.ts';
import { bind, ListenError, listenFault } from './bind.ts';
import { closeServer, stopTaking } from './close-server.ts';
import { drain } from './drain.ts';
import { isEnding } from './ending-connections.ts';
import type { Route } from './exchange.ts';
import { defaultEdgeLimits, type EdgeLimits, type FrontDoorOptions } from './options.ts';
import { refuseRaw } from './refuse.ts';
import { RequestChecks } from './request-checks.ts';
import { guardSockets } from './socket-guard.ts';
import { TrustedProxies } from './trusted-proxies.ts';

/** An open front door. */
export interface FrontDoor {
  /** Where it listens: the address and port that were really bound. */
  readonly address: { readonly host: string; readonly port: number };
  /**
   * Still answers whoever comes, and tells each to come back on another connection: a client whose next request finds its
   * connection closed cannot know whether it was heard.
   *
   * @param howLong a fixed time, or until nobody has come for a moment, `mostMs` at most
   */
  drain(howLong: { readonly fixedMs: number } | { readonly mostMs: number }): Promise<void>;
  /**
   * Takes no more connections, which others that share the port take instead, and lets those that it has go: each with its
   * next answer. A client that is closed while it is idle may be about to use its connection.
   *
   * @param mostMs how long one may stay that nobody uses
   */
  withdraw(mostMs: number): Promise<void>;
  /**
   * Takes no more connections and lets what is under way end.
   *
   * @param graceMs after which what still runs is cut off
   */
  close(graceMs: number): Promise<void>;
}

/**
 * Opens the one listener of the process.
 *
 * @param routes all that answers; anything else is 404 or 405
 * @throws ListenError when the bind is not allowed or not possible, a certificate cannot be read, or an option is
 *   malformed; the message is for the operator
 */
export async function openFrontDoor(options: FrontDoorOptions, routes: readonly Route[]): Promise<FrontDoor> {
  const fault = listenFault(options);
  if (fault !== undefined) throw new ListenError(fault);
  const limits: EdgeLimits = { ...defaultEdgeLimits, ...options.limits };
  const proxies = operatorsWord(() => new TrustedProxies(options.trustedProxies ?? []));
  const checks = operatorsWord(() => new RequestChecks(options, routes, limits.headerCount));
  const { newServer } = await import('./new-server.ts');
  const server = newServer(options, limits);
  const requests = answerRequests(server, checks, proxies, options);
  guardSockets(server, limits, proxies);
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => {
    // What is wrong behind an answer that ends the connection counts no more: nobody reads it.
    const counts = error.code !== 'ECONNRESET' && !isEnding(socket);
    const code = refuseRaw(socket, error);
    if (!counts) return;
    options.onRefusal?.({ address: proxies.clientAddress(socket.remoteAddress ?? '', []), code, route: undefined });
  });

  const address = await bind(server, options.host, options.port);
  let closed: Promise<void> | undefined;
  const stopListening = (): Promise<void> => {
    closed ??= stopTaking(server);
    return closed;
  };
  return {
    address,
    drain: (howLong) => drain(requests, howLong),
    withdraw: async (mostMs) => {
      requests.closing();
      const { promise: late, resolve } = Promise.withResolvers<void>();
      const timer = setTimeout(resolve, mostMs);
      await Promise.race([stopListening(), late]);
      clearTimeout(timer);
    },
    close: async (graceMs) => {
      requests.closing();
      await closeServer(server, graceMs, stopListening());
    },
  };
}

function operatorsWord<T>(make: () => T): T {
  try {
    return make();
  } catch (error) {
    throw new ListenError(error instanceof Error ? error.message : String(error), error);
  }
}
