import {
  type ClientCapabilities as ModernCapabilities,
  Client as ModernClient,
  StreamableHTTPClientTransport as ModernHttp,
} from '@modelcontextprotocol/client';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import type { ClientCapabilities } from '@modelcontextprotocol/sdk/types.js';

const bearer = (token: string) => ({ requestInit: { headers: { Authorization: `Bearer ${token}` } } });

export function legacyTransport(url: string, token: string): StreamableHTTPClientTransport {
  return new StreamableHTTPClientTransport(new URL(url), bearer(token));
}

/** The SDK's own class does not fit its own interface under exactOptionalPropertyTypes. */
export function asTransport(transport: StreamableHTTPClientTransport): Transport {
  return transport as Transport;
}

/** A client of the official SDK v1, not yet connected. */
export function newLegacyClient(capabilities: ClientCapabilities = {}): Client {
  return new Client({ name: 'e2e', version: '1' }, { capabilities });
}

/** A client of the official SDK v1 in a session of its own. */
export async function legacyClient(url: string, token: string, capabilities?: ClientCapabilities): Promise<Client> {
  const client = newLegacyClient(capabilities);
  await client.connect(asTransport(legacyTransport(url, token)));
  return client;
}

/** How a client of the SDK v2 finds its revision. */
export type Era = 'legacy' | 'auto' | 'pinned';

export function newModernClient(era: Era, capabilities: ModernCapabilities = {}): ModernClient {
  const mode = era === 'pinned' ? { pin: '2026-07-28' as const } : era;
  return new ModernClient({ name: 'e2e', version: '2' }, { capabilities, versionNegotiation: { mode } });
}

function modernTransport(url: string, token: string): ModernHttp {
  return new ModernHttp(new URL(url), bearer(token));
}

/** A connected client of the official SDK v2. */
export async function modernClient(
  url: string,
  token: string,
  era: Era,
  capabilities?: ModernCapabilities,
): Promise<ModernClient> {
  const client = newModernClient(era, capabilities);
  await client.connect(modernTransport(url, token));
  return client;
}
