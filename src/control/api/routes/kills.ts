import { liftKill, listKills, setKill } from '../../verbs/kill/index.ts';
import { type ApiRoute, route } from '../route.ts';

/** The kill switch. */
export const killRoutes: readonly ApiRoute[] = [
  route(listKills, 'GET', '/kills'),
  route(setKill, 'POST', '/kills'),
  route(liftKill, 'DELETE', '/kills/:id'),
];
