import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { programOf } from '../gateway/servers.ts';
import { listening } from './listening.ts';

export interface EverythingOverHttp {
  readonly url: string;
  stop(): Promise<void>;
}

/** The official server `everything` as a process of its own, over Streamable HTTP or over HTTP+SSE. */
export async function startEverything(transport: 'streamableHttp' | 'sse'): Promise<EverythingOverHttp> {
  const port = await freePort();
  const child = spawn(process.execPath, [programOf('@modelcontextprotocol/server-everything'), transport], {
    env: { ...process.env, PORT: String(port) },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let printed = '';
  const ready = Promise.withResolvers<void>();
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    printed += text;
    if (/(?:listening|running) on port/i.test(printed)) ready.resolve();
  });
  child.once('exit', () => ready.reject(new Error(`everything ended before it listened:\n${printed}`)));
  await ready.promise;
  return {
    url: `http://127.0.0.1:${port}/${transport === 'sse' ? 'sse' : 'mcp'}`,
    stop: async () => {
      if (child.exitCode !== null) return;
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    },
  };
}

/** The program listens on the port that it is told; one that was free a moment ago mostly still is. */
async function freePort(): Promise<number> {
  const server = createServer();
  const port = await listening(server);
  await new Promise<void>((resolve) => server.close(() => resolve()));
  return port;
}
