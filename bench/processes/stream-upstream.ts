import { randomUUID } from 'node:crypto';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * A server that holds a stream open for each session and speaks on one after another when it is told to, by
 * `{ events, perSecond }`: each event says when it was written, by the machine's monotonic clock in ns.
 */
const streams = new Map<string, ServerResponse>();
const welcome = {
  protocolVersion: '2025-06-18',
  capabilities: { logging: {}, tools: { listChanged: true } },
  serverInfo: { name: 'bench-streams', version: '1.0.0' },
};

const server = createServer({ keepAliveTimeout: 600_000 }, (request, response) => {
  const session = String(request.headers['mcp-session-id'] ?? '');
  if (request.method === 'GET') {
    response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders();
    response.socket?.setNoDelay(true);
    streams.set(session, response);
    response.once('close', () => streams.delete(session));
    return;
  }
  let text = '';
  request.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
  });
  request.on('end', () => {
    const id = /"id":\s*([0-9]+)/.exec(text)?.[1];
    if (id === undefined) {
      response.writeHead(request.method === 'DELETE' ? 204 : 202, { 'content-length': 0 }).end();
      return;
    }
    const result = text.includes('"initialize"') ? welcome : {};
    const body = `{"jsonrpc":"2.0","id":${id},"result":${JSON.stringify(result)}}`;
    response.writeHead(200, {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      ...(session === '' ? { 'mcp-session-id': randomUUID() } : {}),
    });
    response.end(body);
  });
});

let open: ServerResponse[] = [];
process.on('message', ({ events, perSecond }: { readonly events: number; readonly perSecond: number }) => {
  open = [...streams.values()];
  const start = performance.now();
  let sent = 0;
  const timer = setInterval(() => {
    const due = Math.min(events, ((performance.now() - start) * perSecond) / 1000);
    for (; sent < due; sent++) {
      const params = { level: 'info', data: `at ${process.hrtime.bigint()};` };
      const message = JSON.stringify({ jsonrpc: '2.0', method: 'notifications/message', params });
      open[sent % open.length]?.write(`event: message\ndata: ${message}\n\n`);
    }
    if (sent >= events) clearInterval(timer);
  }, 1);
});
server.listen(0, '127.0.0.1', 4096, () => process.send?.((server.address() as AddressInfo).port));
process.on('disconnect', () => process.exit());
