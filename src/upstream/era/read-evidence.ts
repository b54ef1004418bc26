import { Fault } from '../../kernel/index.ts';
import {
  type ErrorMessage,
  isJsonObject,
  type JsonValue,
  legacyUpstreamRevisions,
  type ResultMessage,
  valueAt,
} from '../../protocol/index.ts';
import { modernRevision } from './own-requests.ts';
import type { EraEvidence } from './verdict.ts';

/**
 * The errors that only the modern era has: HeaderMismatch, MissingRequiredClientCapability, UnsupportedProtocolVersion.
 * `-32601` and `-32602` are no evidence: servers of the legacy era answer so to a method that they do not know.
 */
const modernErrors: ReadonlySet<number> = new Set([-32020, -32021, -32022]);

const legacy: EraEvidence = Object.freeze({ legacy: true, modern: false });

/**
 * What the answer to `server/discover` says of the server. Whatever is not recognised as the modern era's is evidence of
 * the legacy one, since there nobody knows the method.
 *
 * @throws Fault `upstream_invalid` when the server names its revisions and the gateway speaks none of them
 */
export function readEvidence(answer: ResultMessage | ErrorMessage): EraEvidence {
  if (answer.kind === 'result') {
    const span = answer.members.get('supportedVersions');
    const named = span === undefined ? undefined : valueAt(answer.bytes, span);
    return Array.isArray(named) ? ofNames(named) : legacy;
  }
  const error = valueAt(answer.bytes, answer.error);
  if (!isJsonObject(error) || typeof error.code !== 'number' || !modernErrors.has(error.code)) return legacy;
  const supported = isJsonObject(error.data) ? error.data.supported : undefined;
  return Array.isArray(supported) ? ofNames(supported) : { legacy: undefined, modern: true };
}

/** A server of the modern era need not name the older revisions that it speaks as well. */
function ofNames(names: readonly JsonValue[]): EraEvidence {
  const older = names.some((name) => typeof name === 'string' && legacyUpstreamRevisions.includes(name));
  if (names.includes(modernRevision)) return { legacy: older ? true : undefined, modern: true };
  if (older) return legacy;
  throw new Fault('upstream_invalid', 'The server speaks no revision of MCP that the gateway speaks.');
}
