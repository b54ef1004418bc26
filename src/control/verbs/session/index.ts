/** Browser sessions: how a user signs in, and what ends it. */
export { beginUserSession } from './begin.ts';
export { endUserSession } from './end.ts';
export { listUserSessions } from './list.ts';
export { showUserSession } from './show.ts';
