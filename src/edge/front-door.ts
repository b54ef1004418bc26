import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { Fault } from '../kernel/index.ts';
import { Admission } from './admission.ts';
import { bind, ListenError, listenFault } from './bind.ts';
import type { Exchange, Route } from './exchange.ts';
import { Incoming } from './incoming.ts';
import { defaultEdgeLimits, type EdgeLimits, type FrontDoorOptions } from './options.ts';
import { refuse, refuseRaw } from './refuse.ts';
import { guardSockets } from './socket-guard.ts';
import { TrustedProxies } from './trusted-proxies.ts';

/** An open front door. */
export interface FrontDoor {
  /** Where it listens: the address and port that were really bound. */
  readonly address: { readonly host: string; readonly port: number };
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
  const admission = operatorsWord(() => new Admission(options, routes, limits.headerCount));
  const { newServer } = await import('./new-server.ts');
  const server = newServer(options, limits);
  let closing = false;

  const admitAndRun = (request: IncomingMessage, response: ServerResponse, expectsContinue: boolean): void => {
    if (closing) response.shouldKeepAlive = false;
    const admitted = admission.admit(request, response);
    const address = proxies.clientAddress(
      request.socket.remoteAddress ?? '',
      proxies.none ? [] : (request.headersDistinct['x-forwarded-for'] ?? []),
    );
    if (admitted.route === undefined) {
      if (admitted.code === 'answered') return;
      refuse(response, admitted.code, admitted.message);
      options.onRefusal?.({ address, code: admitted.code, route: admitted.pattern });
      return;
    }
    const { route, path, query, params } = admitted;
    const exchange = new Incoming(request, response, route.method, path, query, params, address, expectsContinue);
    void run(route, exchange, options.onError);
  };

  // An exception that leaves an event handler would end the process.
  const serve: typeof admitAndRun = (request, response, expectsContinue) => {
    try {
      admitAndRun(request, response, expectsContinue);
    } catch (error) {
      response.destroy();
      options.onError?.(error, 'front door');
    }
  };

  server.on('request', (request, response) => serve(request, response, false));
  server.on('checkContinue', (request, response) => serve(request, response, true));
  server.on('checkExpectation', (request, response) => serve(request, response, false));
  guardSockets(server, limits, proxies);
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => {
    const code = refuseRaw(socket, error);
    if (error.code === 'ECONNRESET') return;
    options.onRefusal?.({ address: proxies.clientAddress(socket.remoteAddress ?? '', []), code, route: undefined });
  });

  const address = await bind(server, options.host, options.port);
  return {
    address,
    close: async (graceMs) => {
      closing = true;
      await closeServer(server, graceMs);
    },
  };
}

/** Runs a handler; whatever it throws ends as an answer. */
async function run(route: Route, exchange: Exchange, onError: FrontDoorOptions['onError']): Promise<void> {
  try {
    await route.handler(exchange);
  } catch (error) {
    if (error instanceof Fault) refuse(exchange.response, error.code, error.message);
    else refuse(exchange.response, undefined, 'internal error');
    if (!(error instanceof Fault) || error.cause !== undefined) onError?.(error, route.path);
  }
}

function operatorsWord<T>(make: () => T): T {
  try {
    return make();
  } catch (error) {
    throw new ListenError(error instanceof Error ? error.message : String(error), error);
  }
}

/** Connections that fall idle after `close` was called would keep it waiting for their idle time-out. */
const sweepMs = 50;

async function closeServer(server: Server, graceMs: number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const sweep = setInterval(() => server.closeIdleConnections(), sweepMs);
  const cut = setTimeout(() => server.closeAllConnections(), graceMs);
  server.close(() => resolve());
  await promise;
  clearInterval(sweep);
  clearTimeout(cut);
}
