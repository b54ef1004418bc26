import { lengthOf } from '../kernel/index.ts';
import type { OriginRequest } from './origin.ts';

const token = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const visible = /^[\t\x20-\x7e]*$/;
const target = /^\/[\x21-\x7e]*$/;
/** A body up to this length goes out in one piece with its head: one system call, and no list of pieces to make. */
const together = 16 * 1024;

/** The head of requests that are alike, but for the length of their bodies. */
interface Beginning {
  readonly method: string;
  readonly path: string;
  readonly host: string;
  readonly text: string;
}

/**
 * By the very list of their headers, where that is frozen, as by whoever sends many alike and keeps it: it is checked and
 * written once. To do so for each of five headers of a call took 1 µs.
 */
const beginnings = new WeakMap<readonly string[], Beginning>();
const noHeaders: readonly string[] = Object.freeze([]);

/**
 * The bytes of a request, latin1. Its callers have checked what they put in; it is checked again here, where one line end
 * would be another request.
 *
 * @param host as the `Host` header has it
 * @returns the head with a short body behind it, and a longer body by itself, in the parts that it has
 * @throws TypeError that names no value
 */
export function writeRequest(
  request: OriginRequest,
  host: string,
): { readonly text: string; readonly body?: readonly Buffer[] } {
  const { body } = request;
  const beginning = beginningOf(request, host);
  if (body === undefined) return { text: `${beginning}\r\n` };
  const text = `${beginning}content-length: ${lengthOf(body)}\r\n\r\n`;
  if (typeof body === 'string') return { text: text + body };
  if (!Buffer.isBuffer(body)) return { text, body };
  return body.length > together ? { text, body: [body] } : { text: text + body.toString('latin1') };
}

function beginningOf({ method, path, headers = noHeaders }: OriginRequest, host: string): string {
  const known = beginnings.get(headers);
  if (known !== undefined && known.path === path && known.host === host && known.method === method) return known.text;
  if (!target.test(path)) throw new TypeError('the path of a request is malformed');
  let text = `${method} ${path} HTTP/1.1\r\nhost: ${host}\r\nconnection: keep-alive\r\n`;
  for (let i = 0; i < headers.length; i += 2) {
    const name = headers[i] ?? '';
    const value = headers[i + 1] ?? '';
    if (!token.test(name) || !visible.test(value)) throw new TypeError('a header of a request is malformed');
    text += `${name}: ${value}\r\n`;
  }
  if (Object.isFrozen(headers)) beginnings.set(headers, { method, path, host, text });
  return text;
}
