import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { afterEach, describe, expect, it } from 'vitest';
import { anchoredClock } from '../../kernel/index.ts';
import type { JsonObject } from '../../protocol/index.ts';
import type { ToolContext } from '../tool.ts';
import { tools } from './index.ts';

const ends: (() => void)[] = [];
afterEach(() => {
  for (const end of ends.splice(0)) end();
});

async function listen(server: Server): Promise<number> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => sockets.add(socket));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  ends.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

/** A port on which nothing listens: it was free a moment ago, and nothing else of this test takes one. */
async function closedPort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

function run(name: string, args: JsonObject, context: Partial<ToolContext> = {}): Promise<JsonObject> {
  const tool = tools.find((candidate) => candidate.name === name);
  if (tool === undefined) throw new Error(`no tool ${name}`);
  return tool.run(args, {
    clock: anchoredClock(),
    signal: new AbortController().signal,
    allowPrivate: false,
    nameServers: [],
    progress: () => {},
    ...context,
  });
}

describe('every tool', () => {
  it.each(tools.map((tool) => [tool.name, tool] as const))('%s is described to the full', (name, tool) => {
    expect(name).toMatch(/^[a-z_]{1,64}$/);
    const schema = tool.definition.inputSchema as { properties: Record<string, { description?: string }> };
    for (const property of Object.values(schema.properties)) expect(property.description).toBeTruthy();
    expect(tool.definition).toMatchObject({ title: expect.any(String), annotations: { openWorldHint: true } });
  });

  const private10 = { host: '10.0.0.1' };
  it.each<[string, JsonObject]>([
    ['tcp_connect', { ...private10, port: 80 }],
    ['ping_host', private10],
    ['scan_ports', { ...private10, ports: [80] }],
    ['raw_tcp_exchange', { ...private10, port: 80 }],
    ['get_tls_certificate', private10],
    ['http_head', { url: 'http://10.0.0.1/' }],
    ['http_head', { url: 'http://0x0a.1/' }],
    ['http_head', { url: 'http://[fd00::1]/' }],
    ['reverse_dns', { address: '169.254.169.254' }],
  ])('%s refuses a private address: %j', async (name, args) => {
    await expect(run(name, args)).rejects.toThrow(/neither a public nor a loopback address/);
  });
});

describe('tcp_connect', () => {
  it('reports a connection', async () => {
    const port = await listen(createServer());
    const result = await run('tcp_connect', { host: 'localhost', port });
    expect(result).toMatchObject({ host: 'localhost', address: '127.0.0.1', port, connected: true });
  });

  it('reports a refusal as the system says it', async () => {
    const port = await closedPort();
    await expect(run('tcp_connect', { host: '127.0.0.1', port })).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });

  it('reaches the unspecified address only when that is permitted', async () => {
    const server = createServer();
    server.listen(0, '0.0.0.0');
    await once(server, 'listening');
    ends.push(() => server.close());
    const { port } = server.address() as AddressInfo;
    await expect(run('tcp_connect', { host: '0.0.0.0', port })).rejects.toThrow(/--allow-private/);
    expect(await run('tcp_connect', { host: '0.0.0.0', port }, { allowPrivate: true })).toMatchObject({
      connected: true,
    });
  });
});

describe('ping_host', () => {
  it('counts connections and refusals as answers', async () => {
    const open = await run('ping_host', { host: '127.0.0.1', port: await listen(createServer()), count: 2 });
    expect(open).toMatchObject({ alive: true, sent: 2, received: 2, ms: { min: expect.any(Number) } });
    const refused = await run('ping_host', { host: '127.0.0.1', port: await closedPort(), count: 1 });
    expect(refused).toMatchObject({ alive: true, received: 1, last_failure: null });
  });
});

describe('scan_ports', () => {
  it('tells open from closed and reports each port', async () => {
    const open = await listen(createServer());
    const closed = await closedPort();
    const seen: number[] = [];
    const progress = (done: number): void => void seen.push(done);
    const result = await run('scan_ports', { host: '127.0.0.1', ports: [closed, open] }, { progress });
    expect(result).toMatchObject({ open: [open], closed: [closed], filtered: [] });
    expect(seen).toEqual([1, 2]);
  });
});

describe('raw_tcp_exchange', () => {
  it.each<[string, string, string]>([
    ['utf8', 'héllo', 'HÉLLO'],
    ['base64', Buffer.from('abc').toString('base64'), Buffer.from('ABC').toString('base64')],
    ['hex', '616263', '414243'],
  ])('sends and reads as %s', async (encoding, data, received) => {
    const port = await listen(
      createServer((socket) => socket.once('data', (bytes) => socket.end(bytes.toString().toUpperCase()))),
    );
    const result = await run('raw_tcp_exchange', { host: '127.0.0.1', port, data, encoding });
    expect(result).toMatchObject({ received, ended: 'closed' });
  });

  it('stops reading at max_bytes', async () => {
    const port = await listen(createServer((socket) => socket.end('x'.repeat(10_000))));
    const result = await run('raw_tcp_exchange', { host: '127.0.0.1', port, max_bytes: 7 });
    expect(result).toMatchObject({ received: 'xxxxxxx', received_bytes: 7, ended: 'max_bytes' });
  });

  it('returns what came before the time was over', async () => {
    const port = await listen(createServer((socket) => void socket.write('hello')));
    const result = await run('raw_tcp_exchange', { host: '127.0.0.1', port, timeout_ms: 200 });
    expect(result).toMatchObject({ received: 'hello', ended: 'timeout' });
  });

  it.each([
    ['hex', 'xyz'],
    ['hex', '616'],
    ['base64', '!!!'],
    ['utf8', '\ud800'],
  ])('sends nothing when the data is not %s: %j', async (encoding, data) => {
    const port = await closedPort();
    const call = run('raw_tcp_exchange', { host: '127.0.0.1', port, data, encoding });
    await expect(call).rejects.toThrow(`"data" is not ${encoding}`);
  });

  it('ends when the caller cancels', async () => {
    const controller = new AbortController();
    const port = await listen(createServer(() => controller.abort()));
    const call = run('raw_tcp_exchange', { host: '127.0.0.1', port }, { signal: controller.signal });
    await expect(call).rejects.toMatchObject({ name: 'AbortError' });
  });
});

describe('get_tls_certificate', () => {
  const pem = (name: string): Buffer => readFileSync(new URL(`../../../test/support/tls/${name}.pem`, import.meta.url));

  it('describes the certificate, trusted or not', async () => {
    const port = await listen(createTlsServer({ cert: pem('certificate'), key: pem('key') }));
    const result = await run('get_tls_certificate', { host: 'localhost', port });
    expect(result).toMatchObject({
      subject: 'CN=localhost, O=Toolgate tests',
      alternative_names: ['DNS:localhost', 'IP Address:127.0.0.1'],
      trusted: false,
      trust_error: 'DEPTH_ZERO_SELF_SIGNED_CERT',
      sha256_fingerprint: expect.stringMatching(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/),
      chain: ['CN=localhost, O=Toolgate tests'],
    });
  });

  it('says so when there is no TLS', async () => {
    const port = await listen(createServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')));
    await expect(run('get_tls_certificate', { host: '127.0.0.1', port })).rejects.toThrow(/TLS/);
  });

  it('gives up on a silent server', async () => {
    const port = await listen(createServer());
    const call = run('get_tls_certificate', { host: '127.0.0.1', port, timeout_ms: 100 });
    await expect(call).rejects.toMatchObject({ name: 'TimeoutError' });
  });
});

describe('http_head', () => {
  it('reports the head and follows no redirect', async () => {
    const server = createHttpServer((request, response) => {
      response.writeHead(302, { location: 'http://10.0.0.1/', 'x-seen': `${request.method} ${request.headers.host}` });
      response.end();
    });
    const port = await listen(server);
    const result = await run('http_head', { url: `http://localhost:${port}/a?b` });
    expect(result).toMatchObject({
      status: 302,
      address: '127.0.0.1',
      headers: { location: 'http://10.0.0.1/', 'x-seen': `HEAD localhost:${port}` },
    });
  });

  it.each(['ftp://localhost/', 'nonsense', 'http://a:b@localhost/'])('refuses %s', async (url) => {
    await expect(run('http_head', { url })).rejects.toThrow(/"url"/);
  });
});

describe('dns_lookup and reverse_dns', () => {
  /** Answers every question with one record: A 192.0.2.7, or PTR to the question's own name. */
  async function nameServer(): Promise<string> {
    const socket = createSocket('udp4');
    socket.on('message', (query, peer) => {
      const type = query.readUInt16BE(query.length - 4);
      const question = query.subarray(12, query.indexOf(0, 12) + 5);
      const data = type === 1 ? Buffer.from([192, 0, 2, 7]) : Buffer.from([0xc0, 12]);
      const head = Buffer.from([query[0] ?? 0, query[1] ?? 0, 0x81, 0x80, 0, 1, 0, 1, 0, 0, 0, 0]);
      const record = Buffer.from([0xc0, 12, 0, type, 0, 1, 0, 0, 0, 60, 0, data.length]);
      socket.send(Buffer.concat([head, question, record, data]), peer.port, peer.address);
    });
    socket.bind(0, '127.0.0.1');
    await once(socket, 'listening');
    ends.push(() => socket.close());
    return `127.0.0.1:${socket.address().port}`;
  }

  it('asks the name server for records', async () => {
    const nameServers = [await nameServer()];
    const result = await run('dns_lookup', { name: 'example.test' }, { nameServers });
    expect(result).toEqual({ name: 'example.test', type: 'A', records: ['192.0.2.7'] });
  });

  it('asks for the names of an address', async () => {
    const nameServers = [await nameServer()];
    const result = await run('reverse_dns', { address: '9.8.7.6' }, { nameServers });
    expect(result).toEqual({ address: '9.8.7.6', names: ['6.7.8.9.in-addr.arpa'] });
  });

  it('takes addresses only', async () => {
    await expect(run('reverse_dns', { address: 'localhost' })).rejects.toThrow(/must be an IP address/);
  });
});
