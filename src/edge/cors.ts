import type { IncomingMessage, ServerResponse } from 'node:http';
import type { PathRoutes } from './route-table.ts';

/**
 * Lets a page of a listed origin read the answer. There is no CORS for anybody else: the gateway's own pages need
 * none. Credentials (cookies) are never granted; a token is sent by the page itself.
 */
export function grantOrigin(response: ServerResponse, origin: string): void {
  response.setHeader('Access-Control-Allow-Origin', origin);
  response.setHeader('Access-Control-Expose-Headers', 'Mcp-Session-Id, WWW-Authenticate, Retry-After');
  response.setHeader('Vary', 'Origin');
}

/**
 * Answers a preflight from a listed origin: one that `grantOrigin` has let in. Any other OPTIONS is a method like all.
 *
 * @returns whether it was one
 */
export function corsPreflight(request: IncomingMessage, response: ServerResponse, routes: PathRoutes): boolean {
  if (request.method !== 'OPTIONS' || request.headers['access-control-request-method'] === undefined) return false;
  if (!response.hasHeader('Access-Control-Allow-Origin')) return false;
  response.setHeader('Access-Control-Allow-Methods', routes.methods);
  // The star covers every name but this one.
  response.setHeader('Access-Control-Allow-Headers', 'Authorization, *');
  response.setHeader('Access-Control-Max-Age', '600');
  response.statusCode = 204;
  response.end();
  return true;
}
