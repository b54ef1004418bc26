import type { Server } from 'node:http';

/** Connections that fall idle after `close` was called would keep it waiting for their idle time-out. */
const sweepMs = 50;

/** Takes no more connections and lets what is under way end; cuts off after `graceMs` what still runs. */
export async function closeServer(server: Server, graceMs: number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const sweep = setInterval(() => server.closeIdleConnections(), sweepMs);
  const cut = setTimeout(() => server.closeAllConnections(), graceMs);
  server.close(() => resolve());
  await promise;
  clearInterval(sweep);
  clearTimeout(cut);
}
