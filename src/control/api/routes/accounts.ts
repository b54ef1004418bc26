import {
  acceptInvitation,
  createInvitation,
  listInvitations,
  revokeInvitation,
  showInvitation,
} from '../../verbs/invitation/index.ts';
import {
  endUserSessions,
  listUsers,
  removeUser,
  removeUserSecondFactor,
  resetUserPassword,
  showUser,
  updateUser,
} from '../../verbs/user/index.ts';
import { type ApiRoute, route } from '../route.ts';

/** Users and invitations. */
export const accountRoutes: readonly ApiRoute[] = [
  route(listUsers, 'GET', '/users'),
  route(showUser, 'GET', '/users/:id'),
  route(updateUser, 'PATCH', '/users/:id'),
  route(removeUser, 'DELETE', '/users/:id'),
  route(resetUserPassword, 'POST', '/users/:id/reset-password'),
  route(endUserSessions, 'POST', '/users/:id/end-sessions', { status: 200 }),
  route(removeUserSecondFactor, 'POST', '/users/:id/remove-second-factor', { status: 200 }),
  route(listInvitations, 'GET', '/invitations'),
  route(createInvitation, 'POST', '/invitations'),
  route(revokeInvitation, 'DELETE', '/invitations/:id'),
  route(showInvitation, 'POST', '/invitations/show', { status: 200 }),
  route(acceptInvitation, 'POST', '/invitations/accept'),
];
