import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { noteCalls } from '../../fuzz/http/note-calls.ts';
import type { Upstreams } from '../../fuzz/http/upstreams.ts';
import { listening } from '../../support/upstreams/listening.ts';
import { freePort } from '../support/free-port.ts';
import { commandOf, startServer } from './start-server.ts';

/** A server with an HTTP parser that is not Node's: it hands what it has read to a server on another port. */
interface Behind {
  readonly name: string;
  /** Why it cannot run here. */
  missing(): string | undefined;
  start(port: number, to: number): Promise<{ close(): Promise<void> }>;
}

const notInstalled = (name: string) => (): string | undefined =>
  commandOf(name) === undefined ? `${name} is not installed here` : undefined;

function proxy(
  name: string,
  args: (folder: string) => readonly string[],
  config: (port: number, to: string) => string,
): Behind {
  return {
    name,
    missing: notInstalled(name),
    start: (port, to) =>
      startServer(name, port, (folder) => {
        writeFileSync(join(folder, 'config'), config(port, `127.0.0.1:${to}`).replaceAll('FOLDER', folder));
        return args(folder);
      }),
  };
}

/** Not whichever Python comes first: Debian's, whose packages are those that `apt-get` installs. */
const python = '/usr/bin/python3';

function uvicorn(parser: 'h11' | 'httptools'): Behind {
  return {
    name: parser,
    missing: () =>
      spawnSync(python, ['-c', `import uvicorn, ${parser}`]).status === 0
        ? undefined
        : `uvicorn with ${parser} is not installed here`,
    start: (port, to) => startServer(python, port, () => ['-c', started(parser, port, to)]),
  };
}

const started = (parser: string, port: number, to: number): string => `
import os, sys
os.environ.update(PORT="${to}", NAME="${parser}")
sys.path.insert(0, ${JSON.stringify(import.meta.dirname)})
sys.dont_write_bytecode = True
import uvicorn
uvicorn.run("asgi:app", host="127.0.0.1", port=${port}, http="${parser}", log_level="error", timeout_keep_alive=600)
`;

export const behind: readonly Behind[] = [
  // Go's net/http.
  proxy(
    'caddy',
    (folder) => ['run', '--adapter', 'caddyfile', '--config', join(folder, 'config')],
    (port, to) => `{
  admin off
  auto_https off
}
http://127.0.0.1:${port}, http://localhost:${port} {
  rewrite * /caddy
  reverse_proxy ${to}
}`,
  ),
  proxy(
    'nginx',
    (folder) => ['-p', folder, '-c', join(folder, 'config')],
    (port, to) => `daemon off; master_process off; pid FOLDER/pid; error_log stderr crit; events {}
http {
  access_log off; client_body_temp_path FOLDER; proxy_temp_path FOLDER; fastcgi_temp_path FOLDER;
  uwsgi_temp_path FOLDER; scgi_temp_path FOLDER; keepalive_requests 1000000;
  server { listen 127.0.0.1:${port}; location / { rewrite ^ /nginx break; proxy_pass http://${to}; } }
}`,
  ),
  proxy(
    'haproxy',
    (folder) => ['-db', '-f', join(folder, 'config')],
    (port, to) => `defaults
  mode http
  timeout connect 5s
  timeout client 60s
  timeout server 60s
frontend in
  bind 127.0.0.1:${port}
  http-request set-path /haproxy
  default_backend out
backend out
  server node ${to}
`,
  ),
  uvicorn('h11'),
  uvicorn('httptools'),
];

/** Starts those that are here, and one server that notes what each of them hands over. */
export async function openBehind(servers: readonly Behind[]): Promise<Upstreams> {
  const { seen, note } = noteCalls();
  const noter = createServer({ keepAliveTimeout: 600_000 }, (request, response) => {
    const pieces: Buffer[] = [];
    request.on('data', (piece: Buffer) => pieces.push(piece));
    request.on('end', () => {
      const { method = '', url = '' } = request;
      const { status, body } = note(url.slice(1), { method, target: url, body: Buffer.concat(pieces) });
      response.writeHead(status, { 'Content-Type': 'application/json', 'Content-Length': body.length }).end(body);
    });
  });
  const to = await listening(noter);
  const close = async (started: readonly { close(): Promise<void> }[]): Promise<void> => {
    await Promise.all(started.map((one) => one.close()));
    noter.closeAllConnections();
    await new Promise((resolve) => noter.close(resolve));
  };
  const starting = await Promise.allSettled(
    servers.map(async (server) => {
      const port = await freePort();
      return { server, port, ...(await server.start(port, to)) };
    }),
  );
  const started = starting.flatMap((one) => (one.status === 'fulfilled' ? one.value : []));
  const failed = starting.find((one) => one.status === 'rejected');
  if (failed !== undefined) {
    await close(started);
    throw failed.reason;
  }
  return {
    urls: Object.fromEntries(started.map(({ server: { name }, port }) => [name, `http://127.0.0.1:${port}/mcp`])),
    seen,
    unread: () => 0,
    close: () => close(started),
  };
}
