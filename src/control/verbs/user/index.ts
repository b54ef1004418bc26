/** Users: people who operate the installation, each with one role. */
export { endUserSessions } from './end-sessions.ts';
export { listUsers } from './list.ts';
export { removeUser } from './remove.ts';
export { removeUserSecondFactor } from './remove-second-factor.ts';
export { resetUserPassword } from './reset-password.ts';
export { showUser } from './show.ts';
export { updateUser } from './update.ts';
