import type { Server } from 'node:http';
import { Server as NetServer } from 'node:net';

/** Connections that fall idle after `close` was called would keep it waiting for their idle time-out. */
const sweepMs = 50;

/** Whoever was taken in last has so long to send what it came for. */
const lastMayAskMs = 150;

/** Takes no more connections. @returns when the last of those that there are is gone */
export function stopTaking(server: Server): Promise<void> {
  // The server's own `close` also cuts off whoever has connected and not asked yet.
  return new Promise((resolve) => NetServer.prototype.close.call(server, () => resolve()));
}

/**
 * Takes no more connections and lets what is under way end; cuts off after `graceMs` what still runs.
 *
 * @param closed of {@link stopTaking}, where it was called before
 */
export async function closeServer(server: Server, graceMs: number, closed = stopTaking(server)): Promise<void> {
  let sweep: NodeJS.Timeout | undefined;
  const begin = setTimeout(
    () => {
      sweep = setInterval(() => server.closeIdleConnections(), sweepMs);
    },
    Math.min(lastMayAskMs, graceMs),
  );
  const cut = setTimeout(() => server.closeAllConnections(), graceMs);
  await closed;
  clearTimeout(begin);
  clearInterval(sweep);
  clearTimeout(cut);
}
