import { type Context, Hono } from 'hono';
import {
  attackNamed,
  attacks,
  attacksOn,
  type Catalog,
  type Strength,
  severities,
  strengths,
  toxicFlow,
} from '../catalog/index.ts';
import { registryApi } from './api/registry.ts';
import { siteTexts } from './api/site-texts.ts';
import { findingsOf } from './find.ts';
import { catalogMcp } from './mcp/serve-mcp.ts';
import { type Env, pageHeaders } from './page-headers.ts';
import { published } from './published.ts';
import { RecommendedPolicies } from './recommended.ts';
import { attackPage, attacksPage } from './render/attack-page.ts';
import type { Contact } from './render/contact.ts';
import { errorPage } from './render/error-page.ts';
import { indexPage } from './render/index-page.ts';
import { layout, type PublicPage } from './render/layout.ts';
import type { Markup } from './render/markup.ts';
import { mostPages } from './render/parts.ts';
import { riskPage, risksPage } from './render/risk-page.ts';
import { serverPage } from './render/server-page.ts';
import { shown } from './render/shown.ts';
import { style } from './render/style.ts';
import { toolPage } from './render/tool-page.ts';
import { severityTitles } from './render/words.table.ts';
import { sendJson } from './send-json.ts';

const pageSize = 50;

type Answer = Response | Promise<Response>;

/** The pages over a catalogue, as an application that answers requests and knows no socket. */
export function pagesApp(catalog: Catalog): Hono<Env> {
  const app = new Hono<Env>();
  const recommended = new RecommendedPolicies(catalog);
  app.get('/catalog/style.css', (c) =>
    c.body(style, 200, {
      ...pageHeaders,
      'content-type': 'text/css; charset=utf-8',
      'cache-control': 'public, max-age=3600',
    }),
  );
  siteTexts(app, catalog);
  app.get('/catalog', (c) => index(c, catalog));
  app.get('/attacks', allAttacks);
  app.get('/attacks/:slug', (c) => attack(c, c.req.param('slug')));
  app.get('/risk', (c) => risks(c, catalog));
  app.get('/risk/:severity', (c) => risk(c, catalog, c.req.param('severity')));
  app.get('/catalog/:server', (c) => server(c, catalog, recommended, c.req.param('server')));
  app.get('/catalog/:server/:tool', (c) => tool(c, catalog, recommended, c.req.param()));
  registryApi(app, catalog);
  catalogMcp(app, catalog);
  app.notFound(missing);
  return app;
}

function index(c: Context<Env>, catalog: Catalog): Answer {
  const query = new URL(c.req.url).searchParams;
  const page = pageOf(query);
  const found = findingsOf(catalog, query, page, pageSize);
  if (wantsJson(c)) return sendJson(c, { ...found, counts: countsJson(found.counts), page });
  const size = catalog.size();
  const text = query.get('q') ?? '';
  return send(
    c,
    {
      title: text === '' ? 'Tools of MCP servers, by risk' : `Search: ${shown(text, 60)}`,
      description: `${size.tools} tools of ${size.servers} MCP servers, classed by risk, each with a policy.`,
      path: '/catalog',
      unlisted: query.size > 0,
    },
    indexPage({
      size,
      query,
      found,
      page,
      pageSize,
      largest: catalog.largestServers(12),
      contact: contact(c, '/catalog'),
    }),
  );
}

function allAttacks(c: Context<Env>): Answer {
  if (wantsJson(c)) return sendJson(c, { attacks });
  const title = 'Attacks on agents and their tools';
  const description = 'Patterns of attack and incidents, each with the policy against it and an honest verdict.';
  return send(
    c,
    { title, description, path: '/attacks', trail: [['Catalogue', '/catalog']] },
    attacksPage(attacks, contact(c, '/attacks')),
  );
}

function attack(c: Context<Env>, slug: string): Answer {
  const found = attackNamed(slug);
  if (found === undefined) return missing(c);
  if (wantsJson(c)) return sendJson(c, found);
  const path = `/attacks/${found.slug}`;
  const { title } = found;
  const description = found.summary.replaceAll('`', '');
  return send(c, { title, description, path, trail: [['Attacks', '/attacks']] }, attackPage(found, contact(c, path)));
}

function risks(c: Context<Env>, catalog: Catalog): Answer {
  const { counts } = catalog.search({ text: '', facets: {}, offset: 0, limit: 1 });
  if (wantsJson(c)) return sendJson(c, { severities: Object.fromEntries(counts.severity) });
  return send(
    c,
    {
      title: 'Risk levels',
      description: 'What the four levels of risk mean.',
      path: '/risk',
      trail: [['Catalogue', '/catalog']],
    },
    risksPage(counts.severity, contact(c, '/risk')),
  );
}

function risk(c: Context<Env>, catalog: Catalog, named: string): Answer {
  const severity = severities.find((one) => one === named);
  if (severity === undefined) return missing(c);
  const page = pageOf(new URL(c.req.url).searchParams);
  const found = catalog.search({ text: '', facets: { severity }, offset: (page - 1) * pageSize, limit: pageSize });
  if (wantsJson(c)) return sendJson(c, { severity, total: found.total, page, tools: found.tools });
  return send(
    c,
    {
      title: `${severityTitles[severity]} risk`,
      description: `Tools of MCP servers whose worst call is of ${severity} risk.`,
      path: `/risk/${severity}`,
      trail: [
        ['Catalogue', '/catalog'],
        ['Risk levels', '/risk'],
      ],
    },
    riskPage({
      severity,
      tools: found.tools,
      total: found.total,
      page,
      pageSize,
      contact: contact(c, `/risk/${severity}`),
    }),
  );
}

function server(c: Context<Env>, catalog: Catalog, policies: RecommendedPolicies, slug: string): Answer {
  const found = catalog.server(slug);
  if (found === undefined) return missing(c);
  const recommended = policies.forServer(found, strengthOf(c));
  const flow = toxicFlow(
    found.list.map(({ name, category, flags }) => ({ server: found.name, name, category, flags })),
  );
  if (wantsJson(c)) return sendJson(c, { ...found, toxicFlow: flow ?? null, recommended: recommended.map(published) });
  const title = shown(found.title ?? found.name, 80);
  return send(
    c,
    {
      title,
      description: `${title}: ${found.tools} tools by risk, with a policy for all of them. ${shown(found.summary ?? '', 160)}`,
      path: `/catalog/${found.slug}`,
      trail: [['Catalogue', '/catalog']],
    },
    serverPage({
      server: found,
      flow,
      recommended,
      dashboard: c.env.dashboard,
      contact: contact(c, `/catalog/${found.slug}`),
    }),
  );
}

function tool(
  c: Context<Env>,
  catalog: Catalog,
  policies: RecommendedPolicies,
  at: { readonly server: string; readonly tool: string },
): Answer {
  const server = catalog.server(at.server);
  const tool = server === undefined ? undefined : catalog.tool(server.slug, at.tool);
  if (server === undefined || tool === undefined) return missing(c);
  const recommended = policies.forTool(tool);
  if (wantsJson(c)) return sendJson(c, { ...tool, recommended: recommended.map(published) });
  const path = `/catalog/${server.slug}/${tool.slug}`;
  return send(
    c,
    {
      title: shown(tool.name, 80),
      description: `${shown(tool.name, 80)} on ${shown(server.title ?? server.name, 80)}: ${tool.severity} risk, ${tool.category}. ${shown(tool.judged.reason, 200)}`,
      path,
      trail: [
        ['Catalogue', '/catalog'],
        [shown(server.title ?? server.name, 60), `/catalog/${server.slug}`],
      ],
    },
    toolPage({
      tool,
      server,
      recommended,
      attacks: attacksOn(tool.flags).slice(0, 8),
      dashboard: c.env.dashboard,
      siblings: server.list
        .filter(({ category, name }) => category === tool.category && name !== tool.name)
        .slice(0, 8),
      namesakes: catalog
        .toolsNamed(tool.name, 9)
        .filter((other) => other.server.slug !== server.slug)
        .slice(0, 8),
      contact: contact(c, path),
    }),
  );
}

async function send(c: Context<Env>, page: PublicPage, body: Markup, status: 200 | 404 = 200): Promise<Response> {
  return c.body(String(await layout(page, body, c.env.origin)), status, {
    ...pageHeaders,
    'content-type': 'text/html; charset=utf-8',
  });
}

function missing(c: Context<Env>): Answer {
  if (wantsJson(c))
    return c.json({ status: 404, code: 'not_found', title: 'the catalogue has nothing here' }, 404, pageHeaders);
  const page = { title: 'Not found', description: 'Nothing is here.', path: '/catalog', unlisted: true };
  return send(
    c,
    page,
    errorPage('Nothing is here', 'The catalogue has no such page. It may have had one before the last import.'),
    404,
  );
}

/** Whether the client would rather have JSON: said outright, and before HTML. */
function wantsJson(c: Context<Env>): boolean {
  const accept = c.req.header('accept') ?? '';
  const at = accept.indexOf('application/json');
  const page = accept.indexOf('text/html');
  return at >= 0 && (page < 0 || at < page);
}

function pageOf(query: URLSearchParams): number {
  const given = query.get('page') ?? '1';
  return /^\d{1,4}$/.test(given) ? Math.min(Math.max(Number(given), 1), mostPages) : 1;
}

function contact(c: Context<Env>, about: string): Contact {
  const sent = c.req.query('sent');
  return { about, sent: sent === 'sent' || sent === 'refused' || sent === 'wrong' ? sent : undefined };
}

function countsJson(counts: ReturnType<Catalog['search']>['counts']): object {
  return Object.fromEntries(Object.entries(counts).map(([facet, values]) => [facet, Object.fromEntries(values)]));
}

function strengthOf(c: Context<Env>): Strength {
  return strengths.find((strength) => strength === c.req.query('policy')) ?? 'guarded';
}
