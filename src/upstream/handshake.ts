import { Fault } from '../kernel/index.ts';
import { legacyUpstreamRevisions, type ResultMessage, stringAt, writeNotification } from '../protocol/index.ts';
import { resultFrom } from './ask-upstream.ts';
import type { UpstreamSession } from './upstream.ts';

/** What the server is told of the client at `initialize`: each member as JSON text. */
export interface Hello {
  /** The revision that the client asks for, as far as the gateway speaks it. */
  readonly protocolVersion: string;
  /** As declared, less what the policy does not let the server ask. */
  readonly capabilities: string;
  readonly clientInfo: string;
}

/**
 * `initialize` towards a server.
 *
 * @throws Fault `upstream_invalid` when the server wants a revision that the gateway does not speak
 */
export async function shakeHands(upstream: UpstreamSession, hello: Hello): Promise<ResultMessage> {
  const { protocolVersion, capabilities, clientInfo } = hello;
  const welcome = await resultFrom(
    upstream,
    'initialize',
    [
      ['protocolVersion', JSON.stringify(protocolVersion)],
      ['capabilities', capabilities],
      ['clientInfo', clientInfo],
    ],
    {},
  );
  const version = stringAt(welcome.bytes, welcome.members.get('protocolVersion'));
  if (version === undefined || !legacyUpstreamRevisions.includes(version)) {
    throw new Fault(
      'upstream_invalid',
      'The server speaks no revision of MCP that the gateway can carry here.',
      version,
    );
  }
  return welcome;
}

/** Tells the server that the handshake is done. */
export function confirmInitialized(upstream: UpstreamSession, protocolVersion: string): Promise<void> {
  return upstream.send(writeNotification('notifications/initialized'), { protocolVersion });
}
