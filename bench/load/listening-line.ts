import { connect } from 'node:net';
import { openLine } from './http-line.ts';
import type { LoadTarget } from './mcp-line.ts';

/** A client that listens on the stream of its own session. */
export interface ListeningLine {
  /** Ends the session, and its stream with it. */
  end(): Promise<void>;
}

/**
 * Opens a session and its stream, over a bare socket.
 *
 * @param onEvent hears how long each event was on its way, in ms
 */
export async function openListeningLine(target: LoadTarget, onEvent: (ms: number) => void): Promise<ListeningLine> {
  const url = new URL(target.url);
  const own = Object.entries(target.headers).map(([name, value]) => `${name}: ${value}\r\n`);
  const head = (method: string, more: string): string =>
    `${method} ${url.pathname} HTTP/1.1\r\nHost: ${url.host}\r\n${own.join('')}${more}`;
  const post = (body: string, more = ''): string => {
    const about = 'Content-Type: application/json\r\nAccept: application/json, text/event-stream\r\n';
    return head('POST', `${about}${more}Content-Length: ${body.length}\r\n\r\n${body}`);
  };

  const line = await openLine(url.hostname, Number(url.port));
  const params = { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'bench', version: '1.0.0' } };
  const welcome = await line.send(post(JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'initialize', params })));
  const id = /\r\nmcp-session-id: *([^\r]+)\r\n/i.exec(welcome.text)?.[1];
  if (id === undefined) throw new Error(`there is no session in ${welcome.text.slice(0, 500)}`);
  const session = `Mcp-Session-Id: ${id}\r\nMCP-Protocol-Version: 2025-06-18\r\n`;
  await line.send(post('{"jsonrpc":"2.0","method":"notifications/initialized"}', session));
  line.close();

  const socket = connect({ host: url.hostname, port: Number(url.port), noDelay: true });
  const begun = Promise.withResolvers<void>();
  let rest = '';
  let headed = false;
  socket.setEncoding('latin1').on('data', (chunk: string) => {
    const now = process.hrtime.bigint();
    rest += chunk;
    if (!headed) {
      if (!rest.includes('\r\n\r\n')) return;
      headed = true;
      if (rest.startsWith('HTTP/1.1 200')) begun.resolve();
      else begun.reject(new Error(`a stream was answered with ${rest.slice(0, 500)}`));
    }
    for (const [, at = '0'] of rest.matchAll(/at (\d+);/g)) onEvent(Number(now - BigInt(at)) / 1e6);
    rest = rest.slice(Math.max(rest.lastIndexOf(';') + 1, rest.lastIndexOf('\n') + 1));
  });
  socket.on('error', (error) => begun.reject(error));
  socket.on('close', () => begun.reject(new Error('the stream was closed')));
  socket.write(head('GET', `Accept: text/event-stream\r\n${session}\r\n`));
  await begun.promise;
  return {
    async end() {
      const last = await openLine(url.hostname, Number(url.port));
      await last.send(head('DELETE', `${session}\r\n`));
      last.close();
      socket.destroy();
    },
  };
}
