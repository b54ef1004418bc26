import { createServer, type ServerResponse } from 'node:http';
import { listening } from '../../support/upstreams/listening.ts';

/** A server for which every session is somebody else: what it lists and answers is that session's alone. */
export interface PersonalServer {
  readonly url: string;
  /** Ids of the sessions that are open. */
  readonly sessions: ReadonlySet<string>;
  /** Resolves when so many calls of `wait` are held. */
  untilWaiting(calls: number): Promise<void>;
  /** Answers all that is held. */
  release(): void;
  /** Methods and paths of what the gateway asked for, the bodies' methods included. */
  readonly heard: readonly string[];
  close(): Promise<void>;
}

interface Message {
  readonly id?: number;
  readonly method: string;
  readonly params?: { readonly name?: string; readonly arguments?: unknown };
}

/**
 * `mine_<session>` and `echo` answer with their arguments and the session, out of order; `wait` answers when it is
 * released. No two sessions list the same tools.
 */
export async function startPersonalServer(): Promise<PersonalServer> {
  const sessions = new Set<string>();
  const heard: string[] = [];
  let held: { readonly response: ServerResponse; readonly id: number | undefined }[] = [];
  let next = 1;
  /** Told whenever a call begins to be held. */
  let watch = (): void => {};

  const say = (response: ServerResponse, id: number | undefined, result: unknown): void => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ jsonrpc: '2.0', id, result }));
  };
  const answer = ({ id, method, params }: Message, session: string, response: ServerResponse): void => {
    const text = (value: unknown) => ({ content: [{ type: 'text', text: JSON.stringify(value) }] });
    if (method === 'initialize') {
      const opened = `s${next++}`;
      sessions.add(opened);
      response.setHeader('mcp-session-id', opened);
      const serverInfo = { name: 'personal', version: '1' };
      say(response, id, { protocolVersion: '2025-11-25', capabilities: { tools: {} }, serverInfo });
    } else if (method === 'tools/list') {
      const names = ['echo', 'wait', `mine_${session}`];
      say(response, id, { tools: names.map((name) => ({ name, inputSchema: { type: 'object' } })) });
    } else if (params?.name === 'wait') {
      held.push({ response, id });
      watch();
    } else {
      // The order in which answers leave is not the order in which questions came.
      setTimeout(() => say(response, id, text({ session, said: params?.arguments })), ((id ?? 0) * 7) % 5);
    }
  };

  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const session = String(request.headers['mcp-session-id'] ?? '');
      if (request.method !== 'POST') {
        heard.push(`${request.method} ${session}`);
        if (request.method === 'DELETE') sessions.delete(session);
        response.writeHead(request.method === 'DELETE' ? 204 : 405).end();
        return;
      }
      const message = JSON.parse(Buffer.concat(chunks).toString()) as Message;
      heard.push(`${message.method} ${session}`);
      if (message.id === undefined) response.writeHead(202).end();
      else answer(message, session, response);
    });
  });
  const port = await listening(server);
  return {
    url: `http://127.0.0.1:${port}/mcp`,
    sessions,
    heard,
    untilWaiting: (calls) =>
      new Promise((resolve) => {
        watch = () => {
          if (held.length >= calls) resolve();
        };
        watch();
      }),
    release: () => {
      for (const { response, id } of held) say(response, id, { content: [] });
      held = [];
    },
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
