import {
  createGrant,
  grantSnippets,
  listGrants,
  revokeGrant,
  rotateGrant,
  showGrant,
  updateGrant,
} from '../../verbs/grant/index.ts';
import { type ApiRoute, route } from '../route.ts';

/** Grants. */
export const grantRoutes: readonly ApiRoute[] = [
  route(listGrants, 'GET', '/grants'),
  route(createGrant, 'POST', '/grants'),
  route(showGrant, 'GET', '/grants/:grant'),
  route(grantSnippets, 'GET', '/grants/:grant/snippets'),
  route(updateGrant, 'PATCH', '/grants/:grant'),
  route(rotateGrant, 'POST', '/grants/:grant/rotate', { status: 200 }),
  route(revokeGrant, 'DELETE', '/grants/:grant'),
];
