import type { Hono } from 'hono';
import { attacks, type Catalog } from '../../catalog/index.ts';
import { type Env, pageHeaders } from '../page-headers.ts';
import { shown } from '../render/shown.ts';

/** URLs of one sitemap, as its format allows. */
const perMap = 40_000;
const pagesOfOurs = ['/catalog', '/attacks', '/risk', '/risk/critical', '/risk/high', '/risk/medium', '/risk/low'];
const batch = 5_000;

/** What is there for crawlers and models: `robots.txt`, sitemaps and `llms.txt`. */
export function siteTexts(app: Hono<Env>, catalog: Catalog): void {
  const text = { ...pageHeaders, 'content-type': 'text/plain; charset=utf-8' };
  const xml = { ...pageHeaders, 'content-type': 'application/xml; charset=utf-8' };

  app.get('/robots.txt', (c) =>
    c.body(`User-agent: *\nDisallow: /catalog/contact\nAllow: /\nSitemap: ${c.env.origin}/sitemap.xml\n`, 200, text),
  );
  app.get('/sitemap.xml', (c) => {
    const { lastId } = catalog.size();
    const maps = Array.from({ length: Math.max(1, Math.ceil(lastId / perMap)) }, (_, at) => at);
    const lines = maps.map((at) => `<sitemap><loc>${escaped(c.env.origin)}/catalog/sitemap-${at}.xml</loc></sitemap>`);
    return c.body(`${declaration}<sitemapindex xmlns="${sitemaps}">${lines.join('')}</sitemapindex>`, 200, xml);
  });
  app.get('/catalog/:map{sitemap-[0-9]+\\.xml}', (c) => {
    const number = Number(/\d+/.exec(c.req.param('map'))?.[0]);
    const fixed = number === 0 ? [...pagesOfOurs, ...attacks.map(({ slug }) => `/attacks/${slug}`)] : [];
    const lines = fixed.map((path) => `<url><loc>${escaped(c.env.origin + path)}</loc></url>`);
    for (const { slug, lastSeen } of serversFrom(catalog, number * perMap)) {
      lines.push(
        `<url><loc>${escaped(c.env.origin)}/catalog/${slug}</loc><lastmod>${new Date(lastSeen).toISOString().slice(0, 10)}</lastmod></url>`,
      );
    }
    return c.body(`${declaration}<urlset xmlns="${sitemaps}">${lines.join('')}</urlset>`, 200, xml);
  });
  app.get('/llms.txt', (c) => {
    const { servers, tools } = catalog.size();
    const list = catalog
      .largestServers(100)
      .map(
        ({ name, slug, title, tools: count }) =>
          `- [${plain(title ?? name)}](${c.env.origin}/catalog/${slug}): ${count} tools`,
      );
    return c.body(
      `# Toolgate catalogue

> ${tools} tools of ${servers} MCP servers, each classed by the worst that it can do (read, write, communicate, access, execute, destructive, financial; low to critical), with a policy that keeps it in bounds.

Every page is JSON with \`Accept: application/json\`. Search: ${c.env.origin}/catalog?q=WORDS&severity=LEVEL&category=CATEGORY. An MCP server over this catalogue, read-only: ${c.env.origin}/mcp/catalog.

## Pages

- [Search](${c.env.origin}/catalog)
- [Risk levels](${c.env.origin}/risk)
- [Attack patterns](${c.env.origin}/attacks)
- [Registry API with risk in _meta](${c.env.origin}/v0.1/servers)

## Servers with the most tools

${list.join('\n')}
`,
      200,
      text,
    );
  });
}

function* serversFrom(catalog: Catalog, start: number): Generator<{ slug: string; lastSeen: number }> {
  let after = start;
  const end = start + perMap;
  while (after < end) {
    const servers = catalog.servers({ after, limit: batch });
    for (const server of servers) if (server.id <= end) yield server;
    after = servers.at(-1)?.id ?? end;
  }
}

const declaration = '<?xml version="1.0" encoding="UTF-8"?>';
const sitemaps = 'http://www.sitemaps.org/schemas/sitemap/0.9';

function escaped(text: string): string {
  return text.replace(/[<>&"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** The text of a link: nothing of it may end the text or the line. */
function plain(name: string): string {
  return shown(name, 80).replace(/[[\]\\\n]/g, ' ');
}
