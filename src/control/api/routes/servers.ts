import {
  createServer,
  listServers,
  listServerTools,
  removeServer,
  showServer,
  testServer,
  updateServer,
} from '../../verbs/server/index.ts';
import { type ApiRoute, route } from '../route.ts';

/** Servers. No input of any of these has a place for a command. */
export const serverRoutes: readonly ApiRoute[] = [
  route(listServers, 'GET', '/servers'),
  route(createServer, 'POST', '/servers'),
  route(testServer, 'POST', '/servers/test', { status: 200 }),
  route(showServer, 'GET', '/servers/:slug'),
  route(updateServer, 'PATCH', '/servers/:slug'),
  route(removeServer, 'DELETE', '/servers/:slug'),
  route(listServerTools, 'GET', '/servers/:slug/tools'),
];
