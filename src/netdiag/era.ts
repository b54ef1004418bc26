import type { JsonObject } from '../protocol/index.ts';
import { isObject, member, NetdiagError } from './rpc.ts';

/** The stateless revision spoken here. */
export const modernRevision = '2026-07-28';

/** The revisions that begin with `initialize`, newest first. */
export const legacyRevisions: readonly string[] = ['2025-11-25', '2025-06-18'];

export const metaKeys = {
  version: 'io.modelcontextprotocol/protocolVersion',
  capabilities: 'io.modelcontextprotocol/clientCapabilities',
  serverInfo: 'io.modelcontextprotocol/serverInfo',
} as const;

/** The `_meta` of a request's parameters, empty when there is none. */
export function metaOf(params: JsonObject): JsonObject {
  const meta = member(params, '_meta');
  return isObject(meta) ? meta : {};
}

/**
 * Which era a request belongs to: modern ones say their revision themselves, in each request.
 *
 * @throws NetdiagError -32602 for an incomplete envelope, -32022 for a revision that is not spoken here
 */
export function eraOf(method: string, params: JsonObject): 'legacy' | 'modern' {
  const meta = metaOf(params);
  const version = member(meta, metaKeys.version);
  if (version === undefined && method !== 'server/discover') return 'legacy';
  if (typeof version !== 'string') throw new NetdiagError(-32602, `_meta lacks ${metaKeys.version}`, 400);
  if (version !== modernRevision) {
    const data = { supported: [modernRevision], requested: version };
    throw new NetdiagError(-32022, 'this protocol version is not supported', 400, data);
  }
  if (!isObject(member(meta, metaKeys.capabilities))) {
    throw new NetdiagError(-32602, `_meta lacks ${metaKeys.capabilities}`, 400);
  }
  return 'modern';
}
