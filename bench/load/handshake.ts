import type { HttpLine } from './http-line.ts';
import type { HttpMessages } from './http-messages.ts';

export const initialized = '{"jsonrpc":"2.0","method":"notifications/initialized"}';

export function initialize(id: number, protocolVersion: '2024-11-05' | '2025-06-18' = '2025-06-18'): string {
  const params = { protocolVersion, capabilities: {}, clientInfo: { name: 'bench', version: '1.0.0' } };
  return JSON.stringify({ jsonrpc: '2.0', id, method: 'initialize', params });
}

/**
 * Opens a session of 2025-06-18 and confirms it. Some servers have no sessions: theirs has no name.
 *
 * @returns the lines of the head that every further request has
 */
export async function handshake(line: HttpLine, messages: HttpMessages, id: number): Promise<string> {
  const { status, text } = await line.send(messages.post(initialize(id)));
  if (status !== 200) throw new Error(`initialize was answered with ${text.slice(0, 500)}`);
  const named = /\r\n(mcp-session-id: *[^\r]+\r\n)/i.exec(text)?.[1] ?? '';
  const session = `MCP-Protocol-Version: 2025-06-18\r\n${named}`;
  await line.send(messages.post(initialized, session));
  return session;
}
