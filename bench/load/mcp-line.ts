import { callOf, firstId, type Message, proof } from '../message.ts';
import { type HttpLine, openLine } from './http-line.ts';

/** Where the calls go. */
export interface LoadTarget {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** As of a side that runs: `RunningSide`. */
  readonly overSse?: boolean;
  readonly tool?: string;
  /** How long nothing may come while an answer is waited for; for ever when absent. */
  readonly patienceMs?: number;
}

/** One agent: a connection, its session, one call at a time. */
export interface McpLine {
  /** Makes a call under an id that was never used before. Rejects when the answer is not the upstream's own, and once closed. */
  call(): Promise<void>;
  close(): void;
}

let nextId = firstId;

/** Connects and initialises, as a client of revision 2025-06-18 does. */
export async function openMcpLine(target: LoadTarget, message: Message = 'small'): Promise<McpLine> {
  const url = new URL(target.url);
  const open = (): Promise<HttpLine> => openLine(url.hostname, Number(url.port), target.patienceMs);
  const head = [
    `POST ${url.pathname} HTTP/1.1`,
    `Host: ${url.host}`,
    'Content-Type: application/json',
    'Accept: application/json, text/event-stream',
    ...Object.entries(target.headers).map(([name, value]) => `${name}: ${value}`),
  ].join('\r\n');
  const request = (body: string, more = ''): string =>
    `${head}\r\n${more}Content-Length: ${body.length}\r\n\r\n${body}`;

  let closed = false;
  let line = await open();
  const initialize = {
    protocolVersion: '2025-06-18',
    capabilities: {},
    clientInfo: { name: 'bench', version: '1.0.0' },
  };
  const answer = await line.send(
    request(JSON.stringify({ jsonrpc: '2.0', id: nextId++, method: 'initialize', params: initialize })),
  );
  if (answer.status !== 200) {
    line.close();
    throw new Error(`initialize was answered with ${answer.text.slice(0, 500)}`);
  }
  const session = /\r\n(mcp-session-id: *[^\r]+)\r\n/i.exec(answer.text)?.[1];
  const more = `MCP-Protocol-Version: 2025-06-18\r\n${session === undefined ? '' : `${session}\r\n`}`;
  await line.send(request('{"jsonrpc":"2.0","method":"notifications/initialized"}', more));

  return {
    async call() {
      if (line.broken && !closed) line = await open();
      // It may have been closed meanwhile.
      if (closed) line.close();
      const id = nextId++;
      const { status, text } = await line.send(request(callOf(id, message), more));
      if (status !== 200 || !text.includes(String(id)) || !text.includes(proof)) {
        throw new Error(`call ${id} was answered with ${text.slice(0, 1_000)}`);
      }
    },
    close() {
      closed = true;
      line.close();
    },
  };
}
