import { showInstallation } from '../../verbs/installation/index.ts';
import { runRetention, showRetention } from '../../verbs/retention/index.ts';
import { type ApiRoute, route } from '../route.ts';

/** The installation as a whole. */
export const installationRoutes: readonly ApiRoute[] = [
  route(showInstallation, 'GET', '/installation'),
  route(showRetention, 'GET', '/retention'),
  route(runRetention, 'POST', '/retention/run'),
];
