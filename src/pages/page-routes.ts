import type { Exchange, Route } from '../edge/index.ts';
import type { PageRequest } from './ask.ts';
import type { ContactBox } from './contact-box.ts';
import type { PagesThread } from './pages-thread.ts';

/** Where the pages are served, and to whom. */
export interface PageRoutesOptions {
  readonly thread: PagesThread;
  readonly contact: ContactBox;
  /** How the pages are reached from outside, without a trailing slash. */
  readonly origin: () => string;
  /** Whether somebody may read; absent: everybody. */
  readonly mayRead?: (exchange: Exchange) => Promise<boolean>;
  /** Whether somebody may ask the MCP server; absent: everybody. */
  readonly mayAsk?: (exchange: Exchange) => boolean;
}

const below = ['/catalog', '/attacks', '/risk'];
const paths = [
  ...below,
  ...below.map((path) => `${path}/*`),
  '/v0/*',
  '/v0.1/*',
  '/sitemap.xml',
  '/robots.txt',
  '/llms.txt',
];
const longestMessage = 64 * 1024;

/** The routes of the pages, for a listener of their own or beside the dashboard. */
export function pageRoutes(options: PageRoutesOptions): readonly Route[] {
  const page = (exchange: Exchange): Promise<void> => read(exchange, options);
  return [
    ...paths.flatMap((path) => (['GET', 'HEAD'] as const).map((method): Route => ({ method, path, handler: page }))),
    {
      method: 'POST',
      path: '/catalog/contact',
      accepts: ['application/x-www-form-urlencoded'],
      handler: (exchange) => contact(exchange, options),
    },
    {
      method: 'POST',
      path: '/mcp/catalog',
      accepts: ['application/json'],
      handler: (exchange) => message(exchange, options),
    },
  ];
}

async function read(exchange: Exchange, options: PageRoutesOptions): Promise<void> {
  if (!(await admitted(exchange, options))) return;
  await answer(exchange, options, { method: 'GET' });
}

async function message(exchange: Exchange, options: PageRoutesOptions): Promise<void> {
  if (options.mayAsk?.(exchange) === false) {
    exchange.response.writeHead(401, { 'www-authenticate': 'Bearer' }).end();
    return;
  }
  await answer(exchange, options, { method: 'POST', body: (await exchange.body(longestMessage)).toString() });
}

async function contact(exchange: Exchange, options: PageRoutesOptions): Promise<void> {
  if (!(await admitted(exchange, options))) return;
  const { about, sent } = await options.contact.take(await exchange.body(longestMessage), exchange.address);
  exchange.response.writeHead(303, { location: `${about}?sent=${sent}#contact` }).end();
}

async function admitted(exchange: Exchange, { mayRead: allowed }: PageRoutesOptions): Promise<boolean> {
  if (allowed === undefined || (await allowed(exchange))) return true;
  exchange.response.writeHead(303, { location: '/' }).end();
  return false;
}

async function answer(
  exchange: Exchange,
  { thread, origin, mayRead }: PageRoutesOptions,
  request: Pick<PageRequest, 'method' | 'body'>,
): Promise<void> {
  const { status, headers, body } = await thread.ask({
    ...request,
    path: exchange.path,
    query: exchange.query,
    accept: exchange.header('accept') ?? '',
    origin: origin(),
    // Who has to sign in has the dashboard there.
    dashboard: mayRead !== undefined,
  });
  const bytes = Buffer.from(body);
  exchange.response.writeHead(status, { ...headers, 'content-length': bytes.length });
  exchange.response.end(exchange.method === 'HEAD' ? undefined : bytes);
}
