import type { LoadTarget } from './mcp-line.ts';

/** Requests to one target as text, ready to be written to a socket. */
export interface HttpMessages {
  /** @param more whole lines of the head: the session's, once there is one */
  post(body: string, more?: string): string;
  /** @param more whole lines of the head */
  bare(method: 'GET' | 'DELETE', more: string): string;
}

/** How a client of Streamable HTTP writes to a target. */
export function messagesTo({ url, headers }: LoadTarget): HttpMessages {
  const { pathname, host } = new URL(url);
  const own = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  const rest = `${pathname} HTTP/1.1\r\nHost: ${host}\r\n${own.join('')}`;
  const about = 'Content-Type: application/json\r\nAccept: application/json, text/event-stream\r\n';
  return {
    post: (body, more = '') => `POST ${rest}${about}${more}Content-Length: ${body.length}\r\n\r\n${body}`,
    bare: (method, more) => `${method} ${rest}${more}\r\n`,
  };
}
