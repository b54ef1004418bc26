import { applyConfiguration, exportConfiguration, planConfiguration } from '../../verbs/configuration/index.ts';
import { type ApiRoute, route } from '../route.ts';

/** Every policy of an installation may be in it. */
const options = { status: 200, bodyCap: 32 * 1024 * 1024, bodyNodes: 1_000_000 };

/** Servers, policies and grants as one document. */
export const configurationRoutes: readonly ApiRoute[] = [
  route(exportConfiguration, 'GET', '/configuration'),
  route(planConfiguration, 'POST', '/configuration/plan', options),
  route(applyConfiguration, 'POST', '/configuration/apply', options),
];
