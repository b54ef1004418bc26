import { hash } from 'node:crypto';

/**
 * A bearer token as RFC 6750 writes it. The scheme is case-insensitive, exactly one space stands between, and nothing
 * may follow: a header that could be read in two ways is no identity.
 */
const bearer = /^bearer ([A-Za-z0-9._~+/-]+=*)$/i;

/**
 * @param authorization the value of the `Authorization` header; `undefined` when the client sent none
 * @returns the bearer token, or `undefined` when the header is no well-formed bearer credential
 */
export function bearerToken(authorization: string | undefined): string | undefined {
  return authorization === undefined ? undefined : bearer.exec(authorization)?.[1];
}

/** The form in which a grant's token is known: lower-case hexadecimal SHA-256. The token itself is kept nowhere. */
export function tokenHash(token: string): string {
  return hash('sha256', token, 'hex');
}

/**
 * The one path by which a caller becomes somebody. A secret is never compared byte by byte (threats B80): it is found
 * by its digest or it is not found.
 *
 * @param authorization the value of the `Authorization` header
 * @param grants what is known, by {@link tokenHash}
 * @returns the grant, or `undefined`: there is no empty or default identity
 */
export function authenticate<Grant>(
  authorization: string | undefined,
  grants: ReadonlyMap<string, Grant>,
): Grant | undefined {
  const token = bearerToken(authorization);
  return token === undefined ? undefined : grants.get(tokenHash(token));
}
