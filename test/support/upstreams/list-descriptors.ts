/** Starts a server's process and prints as JSON what descriptors this one has and what that one has. */
import { readdirSync, readlinkSync } from 'node:fs';
import type { StdioServer } from '../../../src/config/index.ts';
import { anchoredClock } from '../../../src/kernel/index.ts';
import { ServerProcess } from '../../../src/upstream/stdio/server-process.ts';

function descriptorsOf(pid: number): Record<string, string> {
  const folder = `/proc/${pid}/fd`;
  return Object.fromEntries(
    readdirSync(folder).flatMap((name) => {
      try {
        return [[name, readlinkSync(`${folder}/${name}`)]];
      } catch {
        return [];
      }
    }),
  );
}

const server: StdioServer = {
  slug: 'shell',
  transport: 'stdio',
  command: ['/bin/sh', '-c', 'echo ready; read -r line'],
  env: new Map(),
  cwd: undefined,
  shared: false,
  runAs: undefined,
  timeouts: { connectMs: 5_000, firstByteMs: 5_000, idleMs: 5_000 },
  caps: { bytes: 1e6, depth: 64, nodes: 1e5, response: 1e6 },
  maxConcurrency: undefined,
  pinned: true,
  trusted: false,
};
const ready = Promise.withResolvers<void>();
const listener = {
  line: () => ready.resolve(),
  tooLong: () => undefined,
  stderr: () => undefined,
  fault: (thrown: unknown) => ready.reject(thrown),
  ended: (how: string) => ready.reject(new Error(how)),
};
const child = new ServerProcess(server, listener, anchoredClock());
await ready.promise;
process.stdout.write(JSON.stringify({ gateway: descriptorsOf(process.pid), server: descriptorsOf(child.pid ?? 0) }));
await child.end();
