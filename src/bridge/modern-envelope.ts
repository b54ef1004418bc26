import { metaKeys, type Piece, revisions } from '../protocol/index.ts';
import type { RequestHeaders } from '../upstream/index.ts';

const revision = revisions.find(({ stateless }) => stateless);
if (revision === undefined) throw new Error('no revision of the modern era is known');

/** The revision that is spoken with servers of the modern era. */
export const modern = revision;

/** What a client of the legacy era said of itself once, and each request of the modern era says anew. JSON texts. */
export interface Envelope {
  readonly capabilities: string;
  readonly clientInfo: string | undefined;
  /** The least severe log line that is wanted; `undefined` for none. */
  readonly logLevel: string | undefined;
}

/** The keys of `_meta` that a request of the modern era must have, in place of whatever the client wrote under them. */
export function envelopeEdits({ capabilities, clientInfo, logLevel }: Envelope): Map<string, Piece | undefined> {
  return new Map<string, Piece | undefined>([
    [metaKeys.protocolVersion, JSON.stringify(modern.version)],
    [metaKeys.clientCapabilities, capabilities],
    [metaKeys.clientInfo, clientInfo],
    [metaKeys.logLevel, logLevel === undefined ? undefined : JSON.stringify(logLevel)],
    [metaKeys.subscriptionId, undefined],
  ]);
}

/** The whole `_meta` of a request that the bridge makes itself, as a member of `params`. */
export function envelopeMeta(envelope: Envelope): readonly [key: '_meta', value: Piece] {
  const members: Piece[] = [];
  for (const [key, value] of envelopeEdits(envelope)) {
    if (value !== undefined) members.push(`${members.length === 0 ? '{' : ','}${JSON.stringify(key)}:`, value);
  }
  return ['_meta', [...members, '}']];
}

/** Headers of a request of the modern era, from what its body says. */
export function modernHeaders(method: string, name?: string): RequestHeaders {
  return { protocolVersion: modern.version, method, ...(name === undefined ? {} : { name }) };
}
