import type { JsonObject } from '../protocol/index.ts';
import type { Client } from './client.ts';
import { entryEdit } from './entry-edit.ts';
import { isPrivateUrl } from './is-private-url.ts';

/** A server of a gateway, as a client is to reach it. */
export interface GatewayServer {
  /** What the client is to call it. */
  readonly name: string;
  /** `https://gate.example/mcp/files`. */
  readonly url: string;
  /** The variable of the client's environment that holds the token. */
  readonly tokenVariable: string;
}

/** How `toolgate run` is started where a client cannot take a token from its environment by itself. */
export interface Bridge {
  /** Program and arguments that stand for `toolgate`. */
  readonly toolgate: readonly string[];
  /** A policy that lets everything through: the gateway at the other end decides. */
  readonly policy: string;
}

/** Whether the client needs the bridge: it starts servers only, or would need the token in its file. */
export function needsBridge(client: Client): boolean {
  return client.remote === undefined;
}

/** The entry by which a client reaches a server through a gateway. No token stands in it. */
export function gatewayEntry(client: Client, server: GatewayServer, bridge: Bridge): JsonObject {
  const { url, tokenVariable } = server;
  if (client.remote !== undefined) return client.remote({ url, tokenVariable });
  const [command = 'toolgate', ...before] = bridge.toolgate;
  return client.stdio({
    command,
    args: [
      ...before,
      'run',
      '--policy',
      bridge.policy,
      '--url',
      url,
      ...(isPrivateUrl(url) ? ['--allow-private'] : []),
      '--header-env',
      `Authorization: Bearer ${tokenVariable}`,
    ],
    env: new Map(),
  });
}

/** The whole of a client's file that has this server and nothing else: to be shown and copied. */
export function gatewaySnippet(client: Client, server: GatewayServer, bridge: Bridge): string {
  const entry = gatewayEntry(client, server, bridge);
  return entryEdit(client.format, '', [client.section, server.name], entry).inserted;
}
