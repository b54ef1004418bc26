import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Exchange, Route } from '../edge/index.ts';
import { packageFile } from '../kernel/index.ts';
import { Asset, isServed } from './asset.ts';
import { pageHeaders } from './page-headers.ts';

const built = fileURLToPath(packageFile('dist/web'));

/** A year: the name of such a file changes with its content. */
const forever = new Map([['Cache-Control', 'public, max-age=31536000, immutable']]);
const askAnew = new Map([['Cache-Control', 'no-cache']]);

/**
 * The rows of the front door's table that serve the dashboard: one for each of its pages and each of its files.
 *
 * @param folder what the build made; without it (a checkout that was not built) one row says what to do
 */
export function dashboardRoutes(folder: string = built): readonly Route[] {
  const list = `${folder}/pages.json`;
  if (!existsSync(list)) return reading('/', ({ response }) => void response.writeHead(503).end(notBuilt));
  const pages = JSON.parse(readFileSync(list, 'utf8')) as readonly string[];
  const document = new Asset(`${folder}/index.html`, new Map([...pageHeaders, ...askAnew]));
  const files = readdirSync(`${folder}/assets`).filter(isServed);
  return [
    ...pages.flatMap((path) => reading(path, (exchange) => document.send(exchange))),
    ...files.flatMap((name) => {
      const asset = new Asset(`${folder}/assets/${name}`, forever);
      return reading(`/assets/${name}`, (exchange) => asset.send(exchange));
    }),
  ];
}

const notBuilt = 'The dashboard has not been built: run `npm run build`, then start again.\n';

function reading(path: string, handler: (exchange: Exchange) => void | Promise<void>): Route[] {
  return (['GET', 'HEAD'] as const).map((method) => ({ method, path, handler }));
}
