import { Agent, createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * Reference *b*: what the simplest proxy that anybody would write costs. `node:http`, one `http.Agent`, two pipes; it
 * looks at nothing and keeps nothing.
 */
const upstream = new URL(process.argv[2] ?? '');
const agent = new Agent({ keepAlive: true });

const server = createServer({ keepAliveTimeout: 600_000 }, (incoming, outgoing) => {
  const forwarded = request(
    {
      agent,
      host: upstream.hostname,
      port: upstream.port,
      method: incoming.method ?? 'GET',
      path: incoming.url ?? '/',
      headers: incoming.headers,
    },
    (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      // A stream's client waits for its head, long before there is a body that it could go with.
      if (incoming.method === 'GET') outgoing.flushHeaders();
      answer.pipe(outgoing);
    },
  );
  forwarded.on('error', () => outgoing.destroy());
  incoming.pipe(forwarded);
});
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
process.on('disconnect', () => process.exit());
