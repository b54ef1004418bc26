import type { HttpServer } from '../../config/index.ts';

/** What the transport and the protocol say themselves; an operator's header must not say it a second time. */
const reserved: ReadonlySet<string> = new Set(
  `host connection content-length content-type content-encoding transfer-encoding te trailer upgrade expect keep-alive
   proxy-connection accept accept-encoding last-event-id mcp-protocol-version mcp-session-id mcp-method mcp-name`.split(
    /\s+/,
  ),
);

const token = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const visible = /^[\x21-\x7e](?:[\x20-\x7e\t]*[\x21-\x7e])?$/;

/**
 * The headers that the operator wants with every request to this server, checked once. Their values are secrets.
 *
 * @returns lower-case names and values in turn, as undici takes them
 * @throws TypeError that names the header, never its value
 */
export function staticHeaders(server: HttpServer): readonly string[] {
  const flat: string[] = [];
  const seen = new Set<string>();
  for (const [name, value] of server.headers) {
    const lower = name.toLowerCase();
    if (!token.test(name)) throw new TypeError(`server ${server.slug}: a header's name is not valid`);
    if (reserved.has(lower) || lower.startsWith('mcp-param-'))
      throw new TypeError(`server ${server.slug}: the header ${name} is the gateway's to set`);
    if (seen.has(lower)) throw new TypeError(`server ${server.slug}: the header ${name} is there twice`);
    if (!visible.test(value)) throw new TypeError(`server ${server.slug}: the header ${name} must be visible ASCII`);
    seen.add(lower);
    flat.push(lower, value);
  }
  return flat;
}
