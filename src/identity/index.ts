/**
 * Who calls: from the value of an `Authorization` header to a grant, or to nothing. One authentication path; no
 * identity is ever assumed, none is empty, and no secret is compared byte by byte.
 */
export { authenticate, tokenHash } from './authenticate.ts';
export { addressRanges, barredBy, type GrantTerms } from './grant-terms.ts';
export type { GrantIdentity, Principal } from './principal.ts';
