import {
  approveDefinitions,
  listDefinitions,
  rejectDefinitions,
  showDefinition,
} from '../../verbs/definition/index.ts';
import { type ApiRoute, route } from '../route.ts';

/** Definitions of pinned servers' tools. */
export const definitionRoutes: readonly ApiRoute[] = [
  route(listDefinitions, 'GET', '/definitions'),
  route(showDefinition, 'GET', '/definitions/:id'),
  route(approveDefinitions, 'POST', '/definitions/approve', { status: 200 }),
  route(rejectDefinitions, 'POST', '/definitions/reject', { status: 200 }),
];
