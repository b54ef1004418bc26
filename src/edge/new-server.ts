import { readFileSync } from 'node:fs';
import { createServer, type Server, type ServerOptions } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { ListenError } from './bind.ts';
import { knowConnections } from './close-server.ts';
import { DirectRequest } from './direct-request.ts';
import { MarkedResponse } from './marked-response.ts';
import type { EdgeLimits, FrontDoorOptions } from './options.ts';

export type EdgeServer = Server<typeof DirectRequest, typeof MarkedResponse>;

/**
 * Node's own server, as strict as it can be made. It stands in a file of its own that is loaded when somebody listens:
 * Node's HTTP alone costs a tenth of a start that speaks over pipes.
 *
 * @throws ListenError when a certificate cannot be read
 */
export function newServer(options: FrontDoorOptions, limits: EdgeLimits): EdgeServer {
  class Response extends MarkedResponse {
    override get unreadMs(): number {
      return limits.unreadMs;
    }
  }
  const common: ServerOptions<typeof DirectRequest, typeof MarkedResponse> = {
    IncomingMessage: DirectRequest,
    ServerResponse: Response,
    insecureHTTPParser: false,
    // Node's own check answers without our headers and tells nobody; `request-checks.ts` makes it.
    requireHostHeader: false,
    rejectNonStandardBodyWrites: true,
    maxHeaderSize: limits.headerBytes,
    headersTimeout: limits.headersMs,
    requestTimeout: Math.max(limits.headersMs, limits.bodyMs),
    keepAliveTimeout: limits.idleMs,
    connectionsCheckingInterval: limits.checkMs,
    noDelay: true,
  };
  const server =
    options.tls === undefined
      ? createServer(common)
      : createTlsServer({
          ...common,
          cert: pem(options.tls.cert, 'certificate'),
          key: pem(options.tls.key, 'key'),
          minVersion: 'TLSv1.2',
          ALPNProtocols: ['http/1.1'],
          handshakeTimeout: limits.headersMs,
        });
  // Node drops what is beyond its own count without a word; ours is checked and refused (EdgeLimits.headerCount).
  server.maxHeadersCount = 0;
  server.maxConnections = limits.connections;
  knowConnections(server);
  return server;
}

function pem(file: string, what: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new ListenError(`cannot read the TLS ${what} ${file}: ${(error as NodeJS.ErrnoException).code ?? ''}`, error);
  }
}
