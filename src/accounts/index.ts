/**
 * Operators of the installation: who they are, what their role lets them do, and what proves it. Pure but for the
 * hashing of passwords; where accounts are kept is the store's affair, and what is done with them the verbs'.
 *
 * Invariants: an unknown role or kind may do nothing; no secret is kept as it is (digests of what is random, hashes of
 * what was chosen, envelopes of what must be read again); no comparison of secrets tells by its time where they differ;
 * an account that does not exist costs whoever asks as much as one that does.
 */
export { digestOf } from './digest.ts';
export { accountLimit, addressLimit, forgottenMs, siteLimit, waitOf, worthRecording } from './login-limits.ts';
export { passwordFault } from './password-fault.ts';
export { type HashCost, Passwords } from './passwords.ts';
export {
  type Actor,
  type ActorKind,
  anonymous,
  may,
  operator,
  type Permission,
  permissions,
  roleMay,
} from './permissions.ts';
export { newRecoveryCodes, recoveryDigest } from './recovery-codes.ts';
export { type Role, roleOf, roles } from './roles.ts';
export { absoluteMs, idleMs, isOver, usedEveryMs } from './session-lives.ts';
export { base32, checkTotp, newTotpSecret, totpCode, totpStep, totpUri } from './totp.ts';
