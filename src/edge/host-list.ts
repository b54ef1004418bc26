import type { Socket } from 'node:net';
import { hostOfAddress } from '../kernel/index.ts';

/** `name`, `name:port`, `[v6]`, `[v6]:port`; nothing else, above all no user info. */
const hostForm = /^(\[[0-9a-f:.]+\]|[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?)(?::([0-9]{1,5}))?$/;

/** Names under which a machine reaches itself; a page cannot make a browser send them for a name of its own. */
const loopbackNames = ['localhost', '127.0.0.1', '[::1]'];

/** Splits what stands in a `Host` header; `undefined` when it is none. */
function parseHost(text: string): { readonly name: string; readonly port: string | undefined } | undefined {
  const match = hostForm.exec(text.toLowerCase());
  if (match?.[1] === undefined || Number(match[2] ?? 0) > 65_535) return undefined;
  return { name: match[1], port: match[2] };
}

/**
 * To whom a request may be addressed (threats B77: DNS rebinding). Admitted: the loopback names, the address that was
 * bound, the host of the public URL, what the operator lists, and the very address that the connection arrived at.
 *
 * An entry without a port admits any port, for the port in a `Host` header is the one that the client dialled, which a
 * port mapping or a proxy may have changed, and rebinding changes names, not ports. An entry with a port admits that
 * port alone.
 */
export class HostList {
  readonly #entries = new Set<string>(loopbackNames);
  #lastAdmitted = '';

  /**
   * @param entries further admitted hosts
   * @throws Error naming the entry that is no host
   */
  constructor(entries: Iterable<string>) {
    for (const entry of entries) {
      if (parseHost(entry) === undefined) throw new Error(`"${entry}" is no host name`);
      this.#entries.add(entry.toLowerCase());
    }
  }

  admits(host: string, socket: Pick<Socket, 'localAddress'>): boolean {
    if (host === this.#lastAdmitted) return true;
    const parsed = parseHost(host);
    if (parsed === undefined) return false;
    if (this.#entries.has(parsed.name) || this.#entries.has(`${parsed.name}:${parsed.port ?? ''}`)) {
      this.#lastAdmitted = host;
      return true;
    }
    // Depends on the connection, so it is not remembered.
    return socket.localAddress !== undefined && parsed.name === hostOfAddress(socket.localAddress);
  }
}
