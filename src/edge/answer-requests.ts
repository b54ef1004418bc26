import type { ServerResponse } from 'node:http';
import { Fault } from '../kernel/index.ts';
import type { DirectRequest } from './direct-request.ts';
import { endConnection, isEnding } from './ending-connections.ts';
import type { Exchange, Handler } from './exchange.ts';
import { Incoming } from './incoming.ts';
import type { EdgeServer } from './new-server.ts';
import type { FrontDoorOptions } from './options.ts';
import { refuse } from './refuse.ts';
import type { RequestChecks } from './request-checks.ts';
import type { TrustedProxies } from './trusted-proxies.ts';

/** A server's requests being answered. */
export interface Answering {
  /** From now on every client is told to come back on another connection. */
  closing(): void;
  /** Requests that came so far. */
  served(): number;
}

const noParams: ReadonlyMap<string, string> = new Map();

/** Lets every request of a server through its checks to its route, or answers it with what was wrong. */
export function answerRequests(
  server: EdgeServer,
  checks: RequestChecks,
  proxies: TrustedProxies,
  options: Pick<FrontDoorOptions, 'lost' | 'onRefusal' | 'onError'>,
): Answering {
  const { lost } = options;
  let closing = false;
  let served = 0;

  const admitAndRun = (request: DirectRequest, response: ServerResponse, expectsContinue: boolean): void => {
    if (isEnding(request.socket)) return;
    served += 1;
    // No upgrade is made. What stands behind a request for one is another request to some, and the other protocol to others;
    // Node itself may read it or not (threats B66): here it is read by nobody.
    if (closing || request.headers.upgrade !== undefined) endConnection(response);
    const admitted = checks.admit(request, response);
    const address = proxies.clientAddress(
      request.socket.remoteAddress ?? '',
      proxies.none ? [] : (request.headersDistinct['x-forwarded-for'] ?? []),
    );
    if (admitted.route === undefined) {
      const { code, message, pattern, lostAt } = admitted;
      if (code === 'answered') return;
      if (lost === undefined || lostAt === undefined) refuse(response, code, message);
      else {
        const exchange = new Incoming(request, response, 'GET', lostAt, '', noParams, address, false);
        run(lost, 'no route', exchange, options.onError);
      }
      options.onRefusal?.({ address, code, route: pattern });
      return;
    }
    const { route, path, query, params } = admitted;
    const exchange = new Incoming(request, response, route.method, path, query, params, address, expectsContinue);
    run(route.handler, route.path, exchange, options.onError);
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
  return {
    closing: () => {
      closing = true;
    },
    served: () => served,
  };
}

/** Runs a handler; whatever it throws ends as an answer. @param where the pattern of its route */
function run(handler: Handler, where: string, exchange: Exchange, onError: FrontDoorOptions['onError']): void {
  const failed = (error: unknown): void => {
    if (error instanceof Fault) refuse(exchange.response, error.code, error.message);
    else refuse(exchange.response, undefined, 'internal error');
    if (!(error instanceof Fault) || error.cause !== undefined) onError?.(error, where);
  };
  try {
    const running = handler(exchange);
    if (running instanceof Promise) running.catch(failed);
  } catch (error) {
    failed(error);
  }
}
