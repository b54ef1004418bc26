/** Grants: who may call what, under which policy. A token is shown once, and kept as its digest. */
export { createGrant } from './create.ts';
export { listGrants } from './list.ts';
export { revokeGrant } from './revoke.ts';
export { rotateGrant } from './rotate.ts';
export { showGrant } from './show.ts';
export { grantSnippets } from './snippets.ts';
export { updateGrant } from './update.ts';
