import { legacyUpstreamRevisions, metaKeys, revisions, writeRequest } from '../../protocol/index.ts';
import type { RequestHeaders } from '../upstream.ts';

/** The newest revision without sessions. */
export const modernRevision: string = revisions.find(({ stateless }) => stateless)?.version ?? '';

const self = { name: 'toolgate', version: '1' };

/** The `_meta` of what the gateway asks on its own behalf in the modern era, as JSON text. */
const ownMeta: string = JSON.stringify({
  [metaKeys.protocolVersion]: modernRevision,
  [metaKeys.clientCapabilities]: {},
  [metaKeys.clientInfo]: self,
});

/** A request that finds something out, and its headers. */
export interface EraProbe {
  render(id: number): Buffer;
  readonly headers: RequestHeaders;
}

/** `server/discover`: what every server of the modern era answers. */
export const discover: EraProbe = {
  render: (id) => writeRequest(id, 'server/discover', [['_meta', ownMeta]]),
  headers: { protocolVersion: modernRevision, method: 'server/discover' },
};

/** `initialize`, which a server of the legacy era answers whoever asks. */
export const initialize: EraProbe = {
  render: (id) =>
    writeRequest(id, 'initialize', [
      ['protocolVersion', JSON.stringify(legacyUpstreamRevisions[0])],
      ['capabilities', '{}'],
      ['clientInfo', JSON.stringify(self)],
    ]),
  headers: {},
};
