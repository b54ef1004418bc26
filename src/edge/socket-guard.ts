import type { Server, Socket } from 'node:net';
import type { EdgeLimits } from './options.ts';
import type { TrustedProxies } from './trusted-proxies.ts';

/**
 * Counts connections by address, and refuses those beyond the cap (threats B69), so that one address cannot hold all
 * the connections there are.
 */
export function guardSockets(server: Server, limits: EdgeLimits, proxies: TrustedProxies): void {
  const open = new Map<string, number>();

  server.on('connection', (socket: Socket) => {
    const address = socket.remoteAddress ?? '';
    if (proxies.trusts(address)) return;
    const count = (open.get(address) ?? 0) + 1;
    if (count > limits.connectionsPerAddress) {
      socket.destroy();
      return;
    }
    open.set(address, count);
    socket.once('close', () => {
      const left = (open.get(address) ?? 1) - 1;
      if (left === 0) open.delete(address);
      else open.set(address, left);
    });
  });
}
