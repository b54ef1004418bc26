/** What users change about themselves. */
export { changePassword } from './change-password.ts';
export { updateProfile } from './update.ts';
