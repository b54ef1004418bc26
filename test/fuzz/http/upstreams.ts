import { createServer as createHttpServer } from 'node:http';
import { createServer, type Server, type Socket } from 'node:net';
import { listening } from '../../support/upstreams/listening.ts';
import { readLeniently } from './lenient-reader.ts';
import { noteCalls, type SeenCall } from './note-calls.ts';
import type { Reading } from './seen-request.ts';
import { readStrictly } from './strict-reader.ts';
import { responses } from './wicked-responses.ts';

/** Servers of MCP, each with another HTTP parser, that note every call which arrives. */
export interface Upstreams {
  readonly urls: Readonly<Record<string, string>>;
  /** Calls by their marks, each as often as it arrived: server and arguments. */
  readonly seen: ReadonlyMap<string, readonly SeenCall[]>;
  /** Bytes that are no whole request to the server that got them. None may be. */
  readonly unread: () => number;
  close(): Promise<void>;
}

/**
 * Node as it is, Node at its most lenient (`insecureHTTPParser`), `http-parser-js`, and the reader by the letter of the
 * RFC. The last two have bare sockets, and at times answer as no server should.
 */
export async function openUpstreams(): Promise<Upstreams> {
  const { seen, note } = noteCalls();
  let unread = 0;

  const node = (server: string, insecureHTTPParser: boolean): Server =>
    createHttpServer({ insecureHTTPParser, keepAliveTimeout: 600_000 }, (request, response) => {
      const pieces: Buffer[] = [];
      request.on('data', (piece: Buffer) => pieces.push(piece));
      request.on('end', () => {
        const { method = '', url: target = '' } = request;
        const { status, body } = note(server, { method, target, body: Buffer.concat(pieces) });
        const headers = { 'Content-Type': 'application/json', 'Content-Length': body.length };
        response.writeHead(status, headers).end(body);
      });
    }).on('clientError', (_, socket) => {
      unread += 1;
      socket.destroy();
    });

  const sockets = new Set<Socket>();
  const bare = (server: string, read: (bytes: Buffer) => Reading): Server =>
    createServer((socket) => {
      sockets.add(socket);
      let all = Buffer.alloc(0);
      let answered = 0;
      let broken = false;
      socket.on('data', (bytes: Buffer) => {
        all = Buffer.concat([all, bytes]);
        const { requests, end } = read(all);
        if (end === 'broken' && !broken) unread += 1;
        broken = end === 'broken';
        for (const request of requests.slice(answered)) {
          const { status, body, wicked } = note(server, request);
          socket.write(responses[wicked]?.(body) ?? responseOf(status, body), 'latin1');
          answered += 1;
        }
        // What is read again and again is not kept for ever.
        if (end === 'whole' && requests.length === answered) {
          all = Buffer.alloc(0);
          answered = 0;
        }
      });
      socket.on('error', () => socket.destroy());
      socket.on('close', () => sockets.delete(socket));
    });

  const servers = {
    node: node('node', false),
    loose: node('loose', true),
    strict: bare('strict', readStrictly),
    lenient: bare('lenient', readLeniently),
  };
  const url = async (server: Server): Promise<string> => `http://127.0.0.1:${await listening(server)}/mcp`;
  const urls = {
    node: await url(servers.node),
    loose: await url(servers.loose),
    strict: await url(servers.strict),
    lenient: await url(servers.lenient),
  };
  return {
    urls,
    seen,
    unread: () => unread,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await Promise.all(
        Object.values(servers).map((server) => new Promise<void>((resolve) => server.close(() => resolve()))),
      );
    },
  };
}

function responseOf(status: number, body: string): string {
  return `HTTP/1.1 ${status} OK\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
}
