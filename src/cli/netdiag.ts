import { BlockList, isIP } from 'node:net';
import { Command } from 'commander';
import { serveHttp, serveStdio } from '../netdiag/index.ts';
import type { CommandModule } from './command-module.ts';
import { CommandError, type Io } from './io.ts';
import { untilSignal } from './until-signal.ts';
import { version } from './version.ts';

/** `toolgate netdiag`: the demo server. */
export const build: CommandModule['build'] = (io) =>
  new Command('netdiag')
    .description(
      'Network diagnostics as an MCP server: TCP, DNS, TLS and HTTP checks. Speaks stdio, or Streamable HTTP with --listen.\n' +
        'Reaches public and loopback addresses only, unless told otherwise.',
    )
    .option('--listen <host:port>', 'serve HTTP at /mcp on this loopback address instead of stdio')
    .option('--allow-private', 'let the diagnostics reach private, link-local and other special addresses', false)
    .addHelpText('after', '\nExample:\n  toolgate netdiag --listen 127.0.0.1:7071')
    .action(async (given: { listen?: string; allowPrivate: boolean }) => {
      const options = { version, allowPrivate: given.allowPrivate };
      if (given.listen === undefined) await serveStdio(io.stdin, io.stdout, options);
      else await listen(loopbackListen(given.listen), options, io);
    });

async function listen(at: { host: string; port: number }, options: Parameters<typeof serveHttp>[1], io: Io) {
  const listener = await serveHttp(at, options).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'EADDRINUSE') throw new CommandError(`port ${at.port} is taken; choose another with --listen`);
    throw new CommandError(`cannot listen on ${at.host}:${at.port}: ${error.message}`);
  });
  io.stderr.write(`netdiag listens on ${listener.url}\n`);
  await untilSignal();
  await listener.close();
}

/** netdiag has no authentication and reaches into networks: it must not be reachable from one. */
function loopbackListen(text: string): { host: string; port: number } {
  const match = /^(?:\[([0-9A-Fa-f:.]+)\]|([^:]+)):(\d{1,5})$/.exec(text);
  const host = match?.[1] ?? match?.[2];
  const port = Number(match?.[3]);
  if (host === undefined || port > 65_535) throw new CommandError(`--listen wants host:port, not "${text}"`, 2);
  const loopback = new BlockList();
  loopback.addSubnet('127.0.0.0', 8, 'ipv4');
  loopback.addAddress('::1', 'ipv6');
  const family = isIP(host);
  if (host !== 'localhost' && (family === 0 || !loopback.check(host, family === 4 ? 'ipv4' : 'ipv6'))) {
    throw new CommandError('netdiag listens on loopback addresses only: it has no authentication', 2);
  }
  return { host, port };
}
