import type { OriginRequest } from './origin.ts';

const token = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const visible = /^[\t\x20-\x7e]*$/;
const target = /^\/[\x21-\x7e]*$/;
/** A body up to this length goes out in one piece with its head: one system call, and no list of pieces to make. */
const together = 16 * 1024;

/**
 * The bytes of a request, latin1. Its callers have checked what they put in; it is checked again here, where one line end
 * would be another request.
 *
 * @param host as the `Host` header has it
 * @returns the head with a short body behind it, and a longer body by itself
 * @throws TypeError that names no value
 */
export function writeRequest(request: OriginRequest, host: string): { readonly text: string; readonly body?: Buffer } {
  const { method, path, headers = [], body } = request;
  if (!target.test(path)) throw new TypeError('the path of a request is malformed');
  let text = `${method} ${path} HTTP/1.1\r\nhost: ${host}\r\nconnection: keep-alive\r\n`;
  for (let i = 0; i < headers.length; i += 2) {
    const name = headers[i] ?? '';
    const value = headers[i + 1] ?? '';
    if (!token.test(name) || !visible.test(value)) throw new TypeError('a header of a request is malformed');
    text += `${name}: ${value}\r\n`;
  }
  if (body === undefined) return { text: `${text}\r\n` };
  text += `content-length: ${body.length}\r\n\r\n`;
  return body.length > together ? { text, body } : { text: text + body.toString('latin1') };
}
