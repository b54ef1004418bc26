import type { IncomingMessage, ServerResponse } from 'node:http';
import { hostOfAddress, isEveryAddress, type RefusalCode } from '../kernel/index.ts';
import { corsPreflight, grantOrigin } from './cors.ts';
import type { DirectRequest } from './direct-request.ts';
import type { Route } from './exchange.ts';
import { HostList } from './host-list.ts';
import { acceptsMediaType } from './media-type.ts';
import type { FrontDoorOptions } from './options.ts';
import { OriginList } from './origin-list.ts';
import { RouteTable } from './route-table.ts';
import { queryFault, targetFault } from './target.ts';

/** A request that may go on to its route. */
export interface Admitted {
  readonly route: Route;
  readonly path: string;
  readonly query: string;
  readonly params: ReadonlyMap<string, string>;
}

/** A request that may not; or one that is answered already (a preflight). */
export interface Refused {
  readonly route?: undefined;
  readonly code: RefusalCode | 'answered';
  readonly message: string;
  /** The pattern of the path, where it is known. */
  readonly pattern: string | undefined;
  /** The path, where a browser asks for a page and nothing is. */
  readonly lostAt?: string;
}

const refused = (code: Refused['code'], message: string, pattern?: string): Refused => ({ code, message, pattern });

/**
 * All that is asked of a request before its route sees it, in the order in which it is asked: headers that can be read
 * in one way, Host, Origin, target, route, method, body. Stateless but for what is looked up.
 */
export class RequestChecks {
  readonly #hosts: HostList;
  readonly #origins: OriginList;
  readonly #routes: RouteTable;
  readonly #headerCount: number;
  readonly #signpost: string;

  /** @throws Error when an option or a route is malformed */
  constructor(options: FrontDoorOptions, routes: Iterable<Route>, headerCount: number) {
    const hosts = [...(options.allowedHosts ?? [])];
    if (!isEveryAddress(options.host)) hosts.push(hostOfAddress(options.host));
    if (options.publicUrl !== undefined) hosts.push(new URL(options.publicUrl).hostname);
    this.#hosts = new HostList(hosts);
    this.#origins = new OriginList(options.allowedOrigins ?? [], options.tls !== undefined, options.publicUrl);
    this.#routes = new RouteTable(routes);
    this.#headerCount = headerCount;
    this.#signpost = options.signpost === undefined ? '' : `: ${options.signpost}`;
  }

  admit(request: DirectRequest, response: ServerResponse): Admitted | Refused {
    if (request.rawHeaders.length > this.#headerCount * 2) {
      return refused('bad_request', `more than ${this.#headerCount} headers`);
    }
    const { fault } = request.readHeaders;
    if (fault !== undefined) return refused('bad_request', fault);
    // Node's parser takes "HTTP/2.0" and "HTTP/0.9" for versions that it might speak.
    if (request.httpVersionMajor !== 1) return refused('bad_request', 'only HTTP/1.1 and HTTP/1.0 are spoken here');
    const { headers } = request;

    const host = headers.host;
    if (host === undefined) return refused('bad_request', 'the Host header is missing');
    if (!this.#hosts.admits(host, request.socket)) {
      return refused(
        'forbidden',
        'the Host header names no host that this gateway answers for; allowedHosts in its configuration adds some',
      );
    }
    const origin = headers.origin;
    if (origin !== undefined) {
      const verdict = this.#origins.judge(origin, host);
      if (verdict === 'foreign') return refused('forbidden', 'requests from this web origin are not allowed');
      if (verdict === 'listed') grantOrigin(response, origin);
    }

    const target = request.url ?? '';
    const mark = target.indexOf('?');
    const path = mark === -1 ? target : target.slice(0, mark);
    const query = mark === -1 ? '' : target.slice(mark + 1);
    const match = this.#routes.match(path);
    const malformed = match === undefined ? targetFault(target) : query === '' ? undefined : queryFault(query);
    if (malformed !== undefined) return refused('bad_request', malformed);
    if (match === undefined) {
      const nothing = refused('not_found', `there is nothing at this path${this.#signpost}`);
      return asksForPage(request) ? { ...nothing, lostAt: path } : nothing;
    }

    const { routes } = match;
    const route = routes.byMethod.get(request.method ?? '');
    if (route === undefined) {
      if (corsPreflight(request, response, routes)) return refused('answered', '', routes.pattern);
      response.setHeader('Allow', routes.methods);
      return refused(
        'method_not_allowed',
        `this path answers to ${routes.methods} only${this.#signpost}`,
        routes.pattern,
      );
    }
    return bodyFault(request, route) ?? { route, path, query, params: match.params };
  }
}

/** Whether somebody typed the address, or followed a link: no client of MCP and no program asks for HTML. */
function asksForPage({ method, headers }: IncomingMessage): boolean {
  if (method !== 'GET' || headers['transfer-encoding'] !== undefined || headers['content-length'] !== undefined)
    return false;
  return headers.accept?.includes('text/html') === true;
}

/** Whether the body that is announced may come at all. */
function bodyFault(request: IncomingMessage, route: Route): Refused | undefined {
  const { headers } = request;
  if (headers.expect !== undefined && headers.expect.toLowerCase() !== '100-continue') {
    return refused('bad_request', 'the Expect header asks for something unknown', route.path);
  }
  if (headers['content-encoding'] !== undefined) {
    return refused('unsupported_media', 'a body must come without Content-Encoding', route.path);
  }
  const coding = headers['transfer-encoding'];
  // Node takes any list that ends with it, and undoes no other coding: to some readers no such body is in chunks (B70).
  if (coding !== undefined && coding.toLowerCase() !== 'chunked') {
    return refused('bad_request', 'the one Transfer-Encoding that is read here is chunked', route.path);
  }
  const chunked = coding !== undefined;
  if (chunked && request.httpVersionMinor === 0) {
    return refused('bad_request', 'HTTP/1.0 knows no Transfer-Encoding', route.path);
  }
  if (route.accepts === undefined) {
    const length = headers['content-length'];
    const none = !chunked && (length === undefined || Number(length) === 0);
    return none ? undefined : refused('bad_request', 'this request must have no body', route.path);
  }
  if (acceptsMediaType(headers['content-type'], route.accepts)) return undefined;
  return refused('unsupported_media', `the Content-Type must be ${route.accepts.join(' or ')}`, route.path);
}
