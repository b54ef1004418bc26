/**
 * Who calls: from the bytes of an `Authorization` header to a `Principal`, or to nothing. One authentication path;
 * no identity is ever assumed, none is empty.
 */
export type { GrantIdentity, Principal } from './principal.ts';
