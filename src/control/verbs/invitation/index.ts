/** One-time links: how somebody becomes a user, or gets a new password. Only digests of their secrets are kept. */
export { acceptInvitation } from './accept.ts';
export { createInvitation } from './create.ts';
export { listInvitations } from './list.ts';
export { revokeInvitation } from './revoke.ts';
export { showInvitation } from './show.ts';
