/** Policies: documents with versions. One version of each is in force, or none; what was saved is never changed. */
export { activatePolicy } from './activate.ts';
export { attachPolicy } from './attach.ts';
export { confirmPolicy } from './confirm.ts';
export { diffPolicy } from './diff.ts';
export { listPolicies } from './list.ts';
export { removePolicy } from './remove.ts';
export { rollbackPolicy } from './rollback.ts';
export { savePolicy } from './save.ts';
export { showPolicy } from './show.ts';
export { listPolicyVersions } from './versions.ts';
