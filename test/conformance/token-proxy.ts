import { createServer, request } from 'node:http';
import { listening } from '../support/upstreams/listening.ts';

/**
 * The suite knows no way to show a token. So each of its requests passes here and gets one; everything else goes on as
 * it came, headers with their spelling and repetitions included, `Host` among them.
 *
 * @returns where to send the suite
 */
export async function startTokenProxy(
  target: string,
  token: string,
): Promise<{ readonly url: string; close(): Promise<void> }> {
  const { hostname, port, pathname } = new URL(target);
  const server = createServer((incoming, outgoing) => {
    const headers = [...incoming.rawHeaders, 'Authorization', `Bearer ${token}`];
    const onward = request({ hostname, port, method: incoming.method, path: incoming.url, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
      outgoing.flushHeaders();
      answer.pipe(outgoing);
    });
    onward.on('error', () => outgoing.destroy());
    outgoing.on('close', () => onward.destroy());
    incoming.pipe(onward);
  });
  const bound = await listening(server);
  return {
    url: `http://127.0.0.1:${bound}${pathname}`,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
