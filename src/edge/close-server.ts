import type { Server } from 'node:http';
import { Server as NetServer } from 'node:net';

/** Connections that fall idle after `close` was called would keep it waiting for their idle time-out. */
const sweepMs = 50;

/** Whoever was taken in last has so long to send what it came for. */
const lastMayAskMs = 150;

/** Takes no more connections and lets what is under way end; cuts off after `graceMs` what still runs. */
export async function closeServer(server: Server, graceMs: number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  let sweep: NodeJS.Timeout | undefined;
  const begin = setTimeout(
    () => {
      sweep = setInterval(() => server.closeIdleConnections(), sweepMs);
    },
    Math.min(lastMayAskMs, graceMs),
  );
  const cut = setTimeout(() => server.closeAllConnections(), graceMs);
  // The server's own `close` also cuts off whoever has connected and not asked yet.
  NetServer.prototype.close.call(server, () => resolve());
  await promise;
  clearTimeout(begin);
  clearInterval(sweep);
  clearTimeout(cut);
}
