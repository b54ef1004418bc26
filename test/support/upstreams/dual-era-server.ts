import { createServer } from 'node:http';
import { parseArgs } from 'node:util';
import {
  createMcpHandler,
  hostHeaderValidationResponse,
  InMemoryServerEventBus,
  isLegacyRequest,
  localhostAllowedHostnames,
  localhostAllowedOrigins,
  originValidationResponse,
} from '@modelcontextprotocol/server';
import { type Announce, fixtureServer } from './dual-era/fixture-server.ts';
import { Sessions } from './dual-era/sessions.ts';
import { Jobs } from './dual-era/task-tools.ts';
import { serveWeb } from './dual-era/web-request.ts';
import { listening } from './listening.ts';

/** Which eras the server speaks: both, or one only as if there were no other. */
export type Eras = 'both' | 'legacy' | 'modern';

export interface DualEraHttp {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * A server that passes the official conformance suite in either era, with sessions in the legacy one.
 *
 * @param eras pins it to one era, so that the other must be bridged
 */
export async function startDualEra(eras: Eras = 'both', port = 0): Promise<DualEraHttp> {
  const jobs = new Jobs();
  const bus = new InMemoryServerEventBus();
  const announce: Announce = {
    toolsChanged: () => {
      bus.publish({ kind: 'tools_list_changed' });
      for (const server of sessions.servers) server.sendToolListChanged();
    },
    promptsChanged: () => {
      bus.publish({ kind: 'prompts_list_changed' });
      for (const server of sessions.servers) server.sendPromptListChanged();
    },
    resourceUpdated: (uri) => {
      bus.publish({ kind: 'resource_updated', uri });
      for (const { server } of sessions.servers) void server.sendResourceUpdated({ uri });
    },
  };
  const sessions = new Sessions(() => fixtureServer('legacy', announce, jobs));
  const modern = createMcpHandler(() => fixtureServer('modern', announce, jobs), { legacy: 'reject', bus });
  const handle = async (request: Request): Promise<Response> => {
    const rejected =
      hostHeaderValidationResponse(request, localhostAllowedHostnames()) ??
      originValidationResponse(request, localhostAllowedOrigins());
    if (rejected !== undefined) return rejected;
    const legacy = eras === 'legacy' || (eras === 'both' && (await isLegacyRequest(request)));
    return legacy ? sessions.answer(request) : modern.fetch(request);
  };
  const http = createServer((request, response) => {
    serveWeb(request, response, handle).catch(() => response.destroy());
  });
  const bound = await listening(http, port);
  return {
    url: `http://127.0.0.1:${bound}/mcp`,
    close: async () => {
      await modern.close();
      await sessions.close();
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
    },
  };
}

if (import.meta.main) {
  const { values } = parseArgs({ options: { eras: { type: 'string' }, port: { type: 'string' } } });
  const eras = values.eras ?? 'both';
  if (eras !== 'both' && eras !== 'legacy' && eras !== 'modern') throw new Error(`no such eras: ${eras}`);
  const { url } = await startDualEra(eras, Number(values.port ?? 0));
  process.stdout.write(`${url}\n`);
}
