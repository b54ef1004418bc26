import { applyConfiguration, exportConfiguration, planConfiguration } from '../../verbs/configuration/index.ts';
import { type ApiRoute, route } from '../route.ts';

/**
 * Every policy of an installation may be in it, ten thousand grants and a thousand servers: what it takes to read more, or what
 * has as many mistakes, would be taken from calls.
 */
const options = { status: 200, bodyCap: 16 * 1024 * 1024, bodyNodes: 120_000, bodyMembers: 12_000 };

/** Servers, policies and grants as one document. */
export const configurationRoutes: readonly ApiRoute[] = [
  route(exportConfiguration, 'GET', '/configuration'),
  route(planConfiguration, 'POST', '/configuration/plan', options),
  route(applyConfiguration, 'POST', '/configuration/apply', options),
];
