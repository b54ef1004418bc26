import { sha256Jcs } from '../protocol/index.ts';

/** What kind of thing is called, and its name: tool, prompt, or the URI of a resource. */
export interface BoundSubject {
  readonly kind: 'tool' | 'resource' | 'prompt';
  readonly name: string;
}

/** All that an approval is bound to: it is of use for this very call, and for no other. */
export interface BoundCall {
  /**
   * Which gateways may use it: all that serve the same servers under the same configuration. Two commands that happen to
   * call their servers by one name are not the same.
   */
  readonly scope: string;
  readonly organization: string;
  /** Id of the grant. */
  readonly grant: string;
  /** Id of the user, where one is known. */
  readonly user: string | undefined;
  /** Digest of the client's session; `undefined` where the transport or the revision has none. */
  readonly session: string | undefined;
  /** Slug. */
  readonly server: string;
  readonly method: string;
  readonly subject: BoundSubject;
  /** `undefined` for what has no definition. */
  readonly definitionHash: string | undefined;
  /** SHA-256 of the arguments in canonical form (RFC 8785). */
  readonly argumentsDigest: string;
}

/** @returns 64 hexadecimal digits: the same for the same call, and for nothing else */
export function callDigest(call: BoundCall): string {
  return sha256Jcs(['call', ...whose(call), call.session ?? null, call.argumentsDigest]);
}

/**
 * What exceptions are found by: an exception is for the grant and not for a session, and either for these arguments or
 * for any.
 */
export function exceptionDigests(call: BoundCall): { readonly same: string; readonly any: string } {
  return {
    same: sha256Jcs(['exception', ...whose(call), call.argumentsDigest]),
    any: sha256Jcs(['exception', ...whose(call), null]),
  };
}

/** @param entries digests of the policy entries that ask, in any order */
export function entriesDigest(entries: readonly string[]): string {
  return sha256Jcs(['entries', ...[...new Set(entries)].sort()]);
}

function whose({ scope, organization, grant, user, server, method, subject, definitionHash }: BoundCall) {
  const { kind, name } = subject;
  return [scope, organization, grant, user ?? null, server, method, kind, name, definitionHash ?? null];
}
