import type { Server } from 'node:http';
import { Server as NetServer, type Socket } from 'node:net';

/** Connections that fall idle after `close` was called would keep it waiting for their idle time-out. */
const sweepMs = 50;

/** Whoever was taken in last has so long to send what it came for. */
const lastMayAskMs = 150;

/** Whatever its requests and responses are made of. */
type HttpServer = NetServer & Pick<Server, 'closeIdleConnections' | 'closeAllConnections'>;

const connections = new WeakMap<HttpServer, Set<Socket>>();

/** Knows a server's connections, from before it listens, so that {@link closeServer} can end those that say nothing. */
export function knowConnections(server: HttpServer): void {
  const open = new Set<Socket>();
  connections.set(server, open);
  const came = (socket: Socket): void => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
  };
  server.on('connection', came);
  // What came on it is encrypted, and may have been the handshake alone.
  server.on('secureConnection', came);
}

/**
 * Ends connections that nobody is at work on. Those on which nothing was asked yet, which clients open ahead, are at work
 * to Node's own `closeIdleConnections`, until the time for a request's headers is over.
 */
function endIdle(server: HttpServer): void {
  server.closeIdleConnections();
  for (const socket of connections.get(server) ?? []) if (socket.bytesRead === 0) socket.destroy();
}

/** Takes no more connections. @returns when the last of those that there are is gone */
export function stopTaking(server: HttpServer): Promise<void> {
  // The server's own `close` also cuts off whoever has connected and not asked yet.
  return new Promise((resolve) => NetServer.prototype.close.call(server, () => resolve()));
}

/**
 * Takes no more connections and lets what is under way end; cuts off after `graceMs` what still runs.
 *
 * @param closed of {@link stopTaking}, where it was called before
 */
export async function closeServer(server: HttpServer, graceMs: number, closed = stopTaking(server)): Promise<void> {
  let sweep: NodeJS.Timeout | undefined;
  const begin = setTimeout(
    () => {
      sweep = setInterval(() => endIdle(server), sweepMs);
    },
    Math.min(lastMayAskMs, graceMs),
  );
  const cut = setTimeout(() => server.closeAllConnections(), graceMs);
  await closed;
  clearTimeout(begin);
  clearInterval(sweep);
  clearTimeout(cut);
}
