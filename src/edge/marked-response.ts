import { type OutgoingHttpHeader, type OutgoingHttpHeaders, ServerResponse } from 'node:http';
import type { DirectRequest } from './direct-request.ts';
import { defaultEdgeLimits } from './options.ts';
import { takeInTime } from './taken-in-time.ts';

type Headers = OutgoingHttpHeaders | OutgoingHttpHeader[];

/**
 * A response that carries `nosniff` and, unless a handler says otherwise, `no-store`, whoever writes it and however.
 * They are added where every head comes by, and not set beforehand: one header that was set makes Node build the head
 * in a way that costs a tenth of what a plain proxy costs.
 */
export class MarkedResponse extends ServerResponse<DirectRequest> {
  /** {@link EdgeLimits.unreadMs} */
  get unreadMs(): number {
    return defaultEdgeLimits.unreadMs;
  }

  override writeHead(status: number, reason?: string | Headers, headers?: Headers): this {
    const given = (typeof reason === 'string' ? headers : reason) ?? {};
    if (typeof reason === 'string') this.statusMessage = reason;
    if (this.getHeaderNames().length === 0) return super.writeHead(status, marked(given));
    this.setHeader('X-Content-Type-Options', 'nosniff');
    if (!this.hasHeader('Cache-Control')) this.setHeader('Cache-Control', 'no-store');
    return super.writeHead(status, given);
  }

  /** Nobody is waited for who has asked and does not read the answer: as long as he does not, it is in our memory. */
  override end(chunk?: unknown, encoding?: BufferEncoding | (() => void), sent?: () => void): this {
    super.end(chunk, encoding as BufferEncoding, sent);
    if (this.writableLength > 0) takeInTime(this, 'finish');
    return this;
  }
}

/** Names and values in turn. In one piece each: a list that grows is copied as it does. */
function marked(given: Headers): OutgoingHttpHeader[] {
  const flat = Array.isArray(given) ? given : flattened(given);
  for (let i = 0; i < flat.length; i += 2) {
    if (isCacheControl(flat[i])) return ['X-Content-Type-Options', 'nosniff', ...flat];
  }
  return ['X-Content-Type-Options', 'nosniff', ...flat, 'Cache-Control', 'no-store'];
}

function flattened(given: OutgoingHttpHeaders): OutgoingHttpHeader[] {
  return Object.entries(given).flatMap(([name, value]) => (value === undefined ? [] : [name, value as string]));
}

function isCacheControl(name: OutgoingHttpHeader | undefined): boolean {
  return typeof name === 'string' && name.length === 13 && name.toLowerCase() === 'cache-control';
}
