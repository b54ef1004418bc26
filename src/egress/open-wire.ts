import { once } from 'node:events';
import type { Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { guardedConnect, type Resolve } from './guarded-connect.ts';

export interface WireOptions {
  /** Name or address, as it stands in a certificate. */
  readonly host: string;
  readonly port: number;
  /** Whether the connection begins with TLS. Otherwise it may be changed to TLS later. */
  readonly tls: boolean;
  /** Addresses that are not public may be dialled. */
  readonly allowPrivate: boolean;
  /** For name, TCP and TLS together, ms. */
  readonly connectMs: number;
  /** Certificates to trust besides those that the system trusts; PEM. */
  readonly ca?: string;
  /** In place of the system's resolver; for tests. */
  readonly resolve?: Resolve;
}

/** A connection for a protocol that is not HTTP. */
export interface Wire {
  readonly socket: Socket;
  readonly encrypted: boolean;
  /**
   * Goes on over TLS, with the host's certificate verified. Nothing may be unread: what came before in the clear could
   * be anybody's.
   */
  secured(): Promise<Wire>;
}

/**
 * Dials like everything else that leaves: public addresses only, unless the operator says otherwise.
 *
 * @throws AddressRefused, or what the dial or the handshake came to
 */
export async function openWire(options: WireOptions): Promise<Wire> {
  const { host, port, allowPrivate, connectMs, resolve } = options;
  const dial = guardedConnect({ allowPrivate, connectMs, resolve });
  const { promise, resolve: dialled, reject } = Promise.withResolvers<Socket>();
  const target = { hostname: host, host: `${host}:${port}`, protocol: 'http:', port: String(port) };
  dial(target, (error, socket) => (error === null ? dialled(socket) : reject(error)));
  const socket = await promise;
  return options.tls ? secure(socket, options) : plain(socket, options);
}

function plain(socket: Socket, options: WireOptions): Wire {
  return { socket, encrypted: false, secured: () => secure(socket, options) };
}

async function secure(socket: Socket, { host, connectMs, ca }: WireOptions): Promise<Wire> {
  // An address is no server name; its certificate is still checked against it.
  const servername = /^[\d.]+$|:/.test(host) ? {} : { servername: host };
  const trusted = ca === undefined ? {} : { ca: [ca] };
  const over = connectTls({ socket, host, ...servername, ...trusted, rejectUnauthorized: true, minVersion: 'TLSv1.2' });
  const late = setTimeout(() => over.destroy(new Error('the TLS handshake took too long')), connectMs);
  try {
    await once(over, 'secureConnect');
  } catch (error) {
    socket.destroy();
    throw error;
  } finally {
    clearTimeout(late);
  }
  return {
    socket: over,
    encrypted: true,
    secured: () => Promise.reject(new Error('the connection is encrypted already')),
  };
}
