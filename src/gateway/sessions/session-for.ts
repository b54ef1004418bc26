import {
  headerMismatch,
  headersDisagree,
  type Message,
  metaKeys,
  revisionNamed,
  stringAt,
} from '../../protocol/index.ts';
import type { Arrival } from '../arrival.ts';
import type { Caller } from '../caller.ts';
import type { Ports } from '../ports.ts';
import { type Ended, ended } from '../refusals/ended.ts';
import { spokenVersions } from './discover.ts';
import { longestSaid, spanLength } from './said.ts';
import type { Session } from './session.ts';

const unsupportedVersion = -32022;

/**
 * The conversation that a message belongs to.
 *
 * @returns `undefined` for `initialize`, and only for it
 */
export function sessionFor(
  message: Message,
  arrival: Arrival,
  caller: Caller,
  ports: Ports,
): Session | undefined | Ended {
  const place = belongsTo(message, arrival);
  if (place === 'stateless') return ports.stateless.of(caller, message);
  if (place === 'handshake') return undefined;
  return place === 'session' ? shownSession(arrival.session(caller.grant)) : place;
}

/** A session that a client shows, or why it is none. */
export function shownSession<S>(session: S | 'missing' | 'unknown'): S | Ended {
  if (session === 'missing') {
    return ended('refused', 'bad_request', { message: 'A session must be opened with `initialize` first.' });
  }
  if (session === 'unknown') return ended('refused', 'unknown_session', { message: 'There is no such session.' });
  return session;
}

/**
 * Where a message belongs. One that says its own revision is of the stateless era and stands alone; any other belongs
 * to the session that it shows, except for the one that opens it.
 */
export function belongsTo(message: Message, arrival: Arrival): 'stateless' | 'handshake' | 'session' | Ended {
  if ((message.kind === 'request' || message.kind === 'notification') && message.meta.has(metaKeys.protocolVersion)) {
    return amissIn(message, arrival) ?? 'stateless';
  }
  const header = arrival.header('mcp-protocol-version');
  const named = header === undefined ? undefined : revisionNamed(header);
  if (named?.stateless === true) {
    return ended('refused', 'bad_request', {
      message: `MCP-Protocol-Version says ${named.version}, and _meta lacks ${metaKeys.protocolVersion}.`,
      rpc: -32602,
    });
  }
  if (message.kind === 'request' && message.method === 'initialize') return 'handshake';
  if (header !== undefined && named === undefined) {
    return ended('refused', 'bad_request', {
      message: 'MCP-Protocol-Version names a revision that is not spoken here.',
    });
  }
  return 'session';
}

/** What is amiss with a message of the stateless era, if anything is. */
function amissIn(
  message: Extract<Message, { readonly kind: 'request' | 'notification' }>,
  arrival: Arrival,
): Ended | undefined {
  const said = stringAt(message.bytes, message.meta.get(metaKeys.protocolVersion));
  const revision = said === undefined ? undefined : revisionNamed(said);
  // A request that says two things is not answered by which of them is spoken here.
  const elsewhere = arrival.hasHeaders ? arrival.header('mcp-protocol-version') : undefined;
  if (elsewhere !== undefined && elsewhere !== said) {
    const why = 'The header MCP-Protocol-Version says another thing than the body.';
    return ended('refused', 'header_mismatch', { message: why, rpc: headerMismatch });
  }
  if (revision?.stateless !== true) {
    return ended('refused', 'bad_request', {
      message: 'Unsupported protocol version.',
      rpc: unsupportedVersion,
      data: { supported: spokenVersions, requested: said },
    });
  }
  const missing = message.kind === 'request' ? revision.requiredMeta.find((key) => !message.meta.has(key)) : undefined;
  if (missing !== undefined) {
    return ended('refused', 'bad_request', { message: `_meta lacks ${missing}.`, rpc: -32602 });
  }
  const { meta } = message;
  if (spanLength(meta.get(metaKeys.clientCapabilities)) + spanLength(meta.get(metaKeys.clientInfo)) > longestSaid) {
    const why = `What a client says of itself in _meta has ${longestSaid} bytes at most.`;
    return ended('refused', 'bad_request', { message: why, rpc: -32602 });
  }
  const disagreement = arrival.hasHeaders ? headersDisagree((name) => arrival.header(name), message) : undefined;
  if (disagreement !== undefined) {
    return ended('refused', 'header_mismatch', { message: disagreement, rpc: headerMismatch });
  }
  return undefined;
}
