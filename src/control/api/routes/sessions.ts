import { changePassword, updateProfile } from '../../verbs/profile/index.ts';
import { confirmSecondFactor, enrolSecondFactor, removeSecondFactor } from '../../verbs/second-factor/index.ts';
import { beginUserSession, endUserSession, listUserSessions, showUserSession } from '../../verbs/session/index.ts';
import { completeSetup, issueSetupLink, showSetupState } from '../../verbs/setup/index.ts';
import { type ApiRoute, route } from '../route.ts';
import { closed, device, opened, signedIn, userAgent } from '../session-cookie.ts';

/** What opens a session answers with a cookie, and learns what the browser calls itself. */
const opening = { respond: opened, more: userAgent, hidden: ['userAgent'], status: 200 } as const;

/** A sign-in tells as well whether this browser was here before. */
const signingIn = {
  ...opening,
  respond: signedIn,
  more: (context: Parameters<typeof userAgent>[0]) => ({ ...userAgent(context), ...device(context) }),
  hidden: ['userAgent', 'device'],
} as const;

/** Set-up, signing in and out, and what users change about themselves. */
export const sessionRoutes: readonly ApiRoute[] = [
  route(showSetupState, 'GET', '/setup'),
  route(completeSetup, 'POST', '/setup', { ...opening, respond: signedIn }),
  route(issueSetupLink, 'POST', '/setup/link'),
  route(showUserSession, 'GET', '/session'),
  route(beginUserSession, 'POST', '/session', signingIn),
  route(endUserSession, 'DELETE', '/session', { respond: closed, hidden: ['id'] }),
  route(listUserSessions, 'GET', '/sessions'),
  route(endUserSession, 'DELETE', '/sessions/:id'),
  route(updateProfile, 'PATCH', '/profile'),
  route(changePassword, 'POST', '/profile/password', opening),
  route(enrolSecondFactor, 'POST', '/profile/second-factor'),
  route(confirmSecondFactor, 'POST', '/profile/second-factor/confirm', opening),
  route(removeSecondFactor, 'POST', '/profile/second-factor/remove', opening),
];
