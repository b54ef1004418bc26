import type { Context, Hono } from 'hono';
import type { Catalog, CatalogServer } from '../../catalog/index.ts';
import { type Env, pageHeaders } from '../page-headers.ts';
import { sendJson } from '../send-json.ts';

const perPage = 30;
const most = 100;
/** What Toolgate adds to a record of the registry, under the key that the registry keeps for others. */
const riskKey = 'io.toolgate/risk';

/**
 * The API of the official MCP registry over this catalogue, with the classes in `_meta`: who reads a registry reads this
 * one. Paths of v0 and v0.1 are the same.
 */
export function registryApi(app: Hono<Env>, catalog: Catalog): void {
  for (const base of ['/v0', '/v0.1']) {
    app.get(`${base}/servers`, (c) => {
      const limit = numberIn(c, 'limit', perPage);
      const after = numberIn(c, 'cursor', 0);
      const since = Date.parse(c.req.query('updated_since') ?? new Date(0).toISOString());
      const version = c.req.query('version') ?? 'latest';
      // A list that begins anew, or leaves something out, would be taken for the one that was asked for.
      if (limit === undefined || limit === 0) return wrong(c, 'limit');
      if (after === undefined) return wrong(c, 'cursor');
      if (Number.isNaN(since)) return wrong(c, 'updated_since');
      if (version !== 'latest') return wrong(c, 'version');
      const asked = { after, limit: Math.min(limit, most), named: c.req.query('search')?.slice(0, 200), since };
      const lines = catalog.servers(asked);
      const servers = lines.flatMap(({ slug }) => entryOf(c, catalog.server(slug)));
      const last = lines.length === asked.limit ? lines.at(-1) : undefined;
      const next = last === undefined ? {} : { nextCursor: String(last.id) };
      return sendJson(c, { servers, metadata: { ...next, count: servers.length } });
    });
    app.get(`${base}/servers/:slug`, (c) => one(c, catalog.server(c.req.param('slug'))));
    app.get(`${base}/servers/:slug/versions`, (c) => {
      const servers = entryOf(c, catalog.server(c.req.param('slug')));
      return sendJson(c, { servers, metadata: { count: servers.length } });
    });
    app.get(`${base}/servers/:slug/versions/:version`, (c) => {
      const server = catalog.server(c.req.param('slug'));
      const version = c.req.param('version');
      return one(c, version === 'latest' || version === versionOf(server) ? server : undefined);
    });
  }
}

function one(c: Context<Env>, server: CatalogServer | undefined): Response {
  const [entry] = entryOf(c, server);
  if (entry !== undefined) return sendJson(c, entry);
  return c.json({ title: 'Not Found', status: 404, detail: 'Server not found' }, 404, pageHeaders);
}

function entryOf(c: Context<Env>, server: CatalogServer | undefined): object[] {
  if (server === undefined) return [];
  const { name, title, summary, repository, subfolder, homepage, status, severities, tools, packages } = server;
  const version = versionOf(server);
  return [
    {
      server: {
        $schema: 'https://static.modelcontextprotocol.io/schemas/2025-12-11/server.schema.json',
        name,
        ...(title === undefined ? {} : { title }),
        description: (summary ?? `${tools} tools`).slice(0, 100),
        version,
        ...(homepage === undefined ? {} : { websiteUrl: homepage }),
        ...(repository === undefined
          ? {}
          : {
              repository: {
                url: repository,
                source: new URL(repository).hostname.split('.')[0],
                ...(subfolder === '' ? {} : { subfolder }),
              },
            }),
        // What a package is called; how to start it is left to whoever installs it.
        ...(packages.length === 0
          ? {}
          : {
              packages: packages.map((one) => ({
                registryType: one.registry,
                identifier: one.name,
                ...(one.version === undefined ? {} : { version: one.version }),
                transport: { type: 'stdio' },
              })),
            }),
      },
      _meta: {
        'io.modelcontextprotocol.registry/official': {
          status: status === 'deleted' || status === 'deprecated' ? status : 'active',
          publishedAt: new Date(server.firstSeen).toISOString(),
          updatedAt: new Date(server.lastSeen).toISOString(),
          isLatest: true,
        },
        [riskKey]: {
          page: `${c.env.origin}/catalog/${server.slug}`,
          tools,
          severities,
          worst: (['critical', 'high', 'medium', 'low'] as const).find((severity) => severities[severity] > 0) ?? null,
          classes: server.list.map((tool) => ({
            name: tool.name,
            category: tool.category,
            severity: tool.severity,
            confidence: tool.confidence,
          })),
        },
      },
    },
  ];
}

function versionOf(server: CatalogServer | undefined): string {
  return server?.version ?? '0.0.0';
}

/** @returns `undefined` for what is no number */
function numberIn(c: Context<Env>, name: string, absent: number): number | undefined {
  const given = c.req.query(name);
  if (given === undefined || given === '') return absent;
  return /^\d{1,15}$/.test(given) ? Number(given) : undefined;
}

function wrong(c: Context<Env>, parameter: string): Response {
  const detail = `${parameter} is not as this API takes it`;
  return c.json({ title: 'Bad Request', status: 400, detail }, 400, pageHeaders);
}
