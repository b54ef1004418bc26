import { Fault } from '../../kernel/index.ts';
import { metaKeys, type Params, type ResultMessage, revisions, valueAt } from '../../protocol/index.ts';
import { askUpstream, type UpstreamSession } from '../../upstream/index.ts';

const [version] = revisions.filter((revision) => revision.stateless).map((revision) => revision.version);

/** What the gateway says of itself where it asks on its own behalf in the stateless revision. */
export const ownMeta = JSON.stringify({
  [metaKeys.protocolVersion]: version,
  [metaKeys.clientCapabilities]: {},
  [metaKeys.clientInfo]: { name: 'toolgate', version: '1' },
});

/** Revisions that are spoken towards clients, whichever the server speaks. */
export const spokenVersions = revisions.map((revision) => revision.version);

/**
 * Finds out whether a server speaks the stateless revision, by asking what it is. Being unreachable, slow or closed to
 * us is no evidence and stays the fault that it is; any other answer than a proper one means that it does not.
 *
 * @param meta the `_meta` of the request, as JSON text
 * @throws Fault `upstream_invalid`, or what kept the server from answering
 */
export async function discoverServer(upstream: UpstreamSession, meta: string): Promise<ResultMessage> {
  const params: Params = [['_meta', meta]];
  const headers = { protocolVersion: version ?? '', method: 'server/discover' };
  try {
    const answer = await askUpstream(upstream, 'server/discover', params, headers);
    if (answer.kind === 'result' && supports(answer)) return answer;
  } catch (error) {
    if (!(error instanceof Fault) || error.code !== 'upstream_invalid') throw error;
  }
  throw new Fault('upstream_invalid', 'This server does not speak the revision of the request.');
}

function supports(answer: ResultMessage): boolean {
  const span = answer.members.get('supportedVersions');
  const supported = span === undefined ? undefined : valueAt(answer.bytes, span);
  return Array.isArray(supported) && supported.includes(version);
}
