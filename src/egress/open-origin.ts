import { type Dispatcher, Pool } from 'undici';
import { guardedConnect, type Resolve } from './guarded-connect.ts';

export interface OriginOptions {
  /** Addresses that are not public may be dialled. */
  readonly allowPrivate: boolean;
  readonly timeouts: {
    /** Name, TCP and TLS together, ms. */
    readonly connectMs: number;
    /** From the request to the headers of the response, ms. */
    readonly firstByteMs: number;
    /** Between two chunks of a response, ms. */
    readonly idleMs: number;
  };
  /** In place of the system's resolver; for tests. */
  readonly resolve?: Resolve;
}

/** Long enough for an agent that thinks between two calls; the default of 4 s costs a handshake on nearly each. */
const keepAliveMs = 60_000;

/**
 * Opens the way to one origin: a pool of guarded connections, kept alive between requests. Redirects are handed back
 * as what they are, HTTP/2 is not offered, a response's head is at most 16 KiB.
 *
 * @param url `http:` or `https:`, without user information
 * @throws TypeError for any other URL
 */
export function openOrigin(url: URL, options: OriginOptions): Dispatcher {
  if (url.protocol !== 'http:' && url.protocol !== 'https:') throw new TypeError('only http: and https: are dialled');
  if (url.username !== '' || url.password !== '') throw new TypeError('a URL must not carry credentials');
  const { allowPrivate, timeouts, resolve } = options;
  return new Pool(url.origin, {
    connect: guardedConnect({ allowPrivate, connectMs: timeouts.connectMs, resolve }),
    allowH2: false,
    pipelining: 1,
    keepAliveTimeout: keepAliveMs,
    keepAliveMaxTimeout: keepAliveMs,
    headersTimeout: timeouts.firstByteMs,
    bodyTimeout: timeouts.idleMs,
    maxHeaderSize: 16 * 1024,
  });
}
