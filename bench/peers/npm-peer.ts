import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { orStop, start, stop } from '../child.ts';
import type { Side, Surroundings } from '../side.ts';
import { answers } from '../wait-for.ts';

const installed = fileURLToPath(new URL('../../reports/peers/node_modules/', import.meta.url));
const server = fileURLToPath(new URL('../processes/stdio-upstream.ts', import.meta.url));

/**
 * A gateway from npm that starts its server over pipes. It is no dependency: who wants it beside the others installs it
 * into `reports/peers`.
 *
 * @param bin its program, within `node_modules`
 * @param args how it is told to listen on a port and to start the server; the endpoint is `/mcp`
 */
export function npmPeer(
  name: string,
  bin: string,
  args: (port: string, server: readonly string[], surroundings: Surroundings) => readonly string[],
): Side {
  return {
    name,
    available: () => existsSync(installed + bin) || `not installed; npm install --prefix reports/peers ${name}`,
    async start(surroundings) {
      const { port, pinned } = surroundings;
      const command = [
        process.execPath,
        installed + bin,
        ...args(String(port), [process.execPath, server], surroundings),
      ];
      const child = start(pinned(command));
      const url = `http://127.0.0.1:${port}/mcp`;
      // Not the endpoint: whoever asks there and goes away has ended a session, which one of them does not survive.
      await orStop(
        child,
        answers(`http://127.0.0.1:${port}/`, () => child.exitCode === null),
      );
      return { url, headers: {}, pid: child.pid, stop: () => stop(child) };
    },
  };
}
