import { encodeHeaderValue } from '../../protocol/index.ts';
import type { RequestHeaders } from '../upstream.ts';

/** What is known of a session when a request of it goes out. */
export interface SessionHeaders {
  readonly sessionId: string | undefined;
  readonly protocolVersion: string | undefined;
}

/**
 * The headers of a POST, made afresh from an allow-list (threats B67): nothing of what a client sent can be among
 * them, since nothing of it comes this way.
 */
export function postHeaders(statics: readonly string[], session: SessionHeaders, request: RequestHeaders): string[] {
  const flat = [...statics, 'content-type', 'application/json', 'accept', 'application/json, text/event-stream'];
  add(flat, 'mcp-protocol-version', request.protocolVersion ?? session.protocolVersion);
  add(flat, 'mcp-session-id', session.sessionId);
  add(flat, 'mcp-method', request.method);
  add(flat, 'mcp-name', request.name);
  if (request.method !== undefined) for (const [name, value] of request.params ?? []) flat.push(name, value);
  return flat;
}

/** @param lastEventId where a stream that broke is to be taken up again */
export function getHeaders(statics: readonly string[], session: SessionHeaders, lastEventId?: string): string[] {
  const flat = [...statics, 'accept', 'text/event-stream'];
  add(flat, 'mcp-protocol-version', session.protocolVersion);
  add(flat, 'mcp-session-id', session.sessionId);
  add(flat, 'last-event-id', lastEventId);
  return flat;
}

export function deleteHeaders(statics: readonly string[], session: SessionHeaders): string[] {
  const flat = [...statics];
  add(flat, 'mcp-protocol-version', session.protocolVersion);
  add(flat, 'mcp-session-id', session.sessionId);
  return flat;
}

function add(flat: string[], name: string, value: string | undefined): void {
  if (value !== undefined) flat.push(name, encodeHeaderValue(value));
}
