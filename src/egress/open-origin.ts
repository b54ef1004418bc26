import { type Clock, ReadingLine } from '../kernel/index.ts';
import { failRequest } from './fail-request.ts';
import { type Dial, guardedConnect, type Resolve, type SocketReader } from './guarded-connect.ts';
import { type ConnectionGround, HttpConnection } from './http-connection.ts';
import type { Origin, OriginRequest, ResponseHandler } from './origin.ts';
import { ResponseFault } from './response-fault.ts';

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
  readonly clock: Pick<Clock, 'monotonic'>;
  /** Certificates in PEM with which alone the server's own is verified; those that the system trusts when absent. */
  readonly ca?: string | undefined;
  /** Hears what a handler has thrown. Its request ends with an error, its connection is closed, all others go on. */
  readonly fault: (thrown: unknown) => void;
  /** In place of the system's resolver; for tests. */
  readonly resolve?: Resolve;
}

/** How late a time-out may be: one timer looks after all connections. */
const checkMs = 250;

/**
 * Opens the way to one origin: guarded connections, kept alive between requests, as many as there are requests at a time.
 * Redirects are handed back as what they are, HTTP/2 is not offered, a response's head is at most 16 KiB.
 *
 * @param url `http:` or `https:`, without user information
 * @throws TypeError for any other URL
 */
export function openOrigin(url: URL, options: OriginOptions): Origin {
  if (url.protocol !== 'http:' && url.protocol !== 'https:') throw new TypeError('only http: and https: are dialled');
  if (url.username !== '' || url.password !== '') throw new TypeError('a URL must not carry credentials');
  return new PooledOrigin(url, options);
}

class PooledOrigin implements Origin, ConnectionGround {
  readonly host: string;
  readonly clock: Pick<Clock, 'monotonic'>;
  readonly firstByteMs: number;
  readonly idleMs: number;
  readonly fault: (thrown: unknown) => void;
  readonly #url: URL;
  readonly #connect: Dial;
  readonly #all = new Set<HttpConnection>();
  /** The one used last comes first: what is not needed any more falls idle. */
  readonly #free: HttpConnection[] = [];
  readonly #line = new ReadingLine();
  #timer: NodeJS.Timeout | undefined;
  #destroyed = false;

  constructor(url: URL, { allowPrivate, timeouts, clock, ca, fault, resolve }: OriginOptions) {
    this.#url = url;
    this.host = url.host;
    this.clock = clock;
    this.firstByteMs = timeouts.firstByteMs;
    this.idleMs = timeouts.idleMs;
    this.fault = fault;
    this.#connect = guardedConnect({ allowPrivate, connectMs: timeouts.connectMs, ca, resolve });
  }

  dispatch(request: OriginRequest, handler: ResponseHandler): void {
    const now = this.clock.monotonic();
    for (let free = this.#free.pop(); free !== undefined; free = this.#free.pop()) {
      if (!free.usable(now)) continue;
      this.#send(free, request, handler);
      return;
    }
    this.#dial(request, handler);
  }

  async destroy(): Promise<void> {
    this.#destroyed = true;
    for (const connection of this.#all) connection.destroy();
  }

  free(connection: HttpConnection): void {
    this.#free.push(connection);
  }

  gone(connection: HttpConnection): void {
    this.#all.delete(connection);
    const place = this.#free.indexOf(connection);
    if (place !== -1) this.#free.splice(place, 1);
    if (this.#all.size > 0) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  readLater(connection: HttpConnection): void {
    this.#line.join(connection);
  }

  #send(connection: HttpConnection, request: OriginRequest, handler: ResponseHandler): void {
    try {
      connection.send(request, handler);
    } catch (error) {
      connection.drop();
      queueMicrotask(() => failRequest(handler, error as Error, this.fault));
    }
  }

  #dial(request: OriginRequest, handler: ResponseHandler): void {
    const { hostname, host, protocol, port } = this.#url;
    const unbracketed = hostname.startsWith('[') ? hostname.slice(1, -1) : hostname;
    const target = { hostname: unbracketed, host, protocol, port: port || (protocol === 'https:' ? '443' : '80') };
    const reader = lateReader();
    const dialled: Parameters<Dial>[1] = (error, socket) => {
      // What may not be dialled is refused at once.
      if (error !== null) queueMicrotask(() => failRequest(handler, error, this.fault));
      else if (this.#destroyed) {
        socket.destroy();
        failRequest(handler, new ResponseFault('broken', 'the way to the server was closed'), this.fault);
      } else {
        const connection = new HttpConnection(socket, this);
        reader.connection = connection;
        this.#all.add(connection);
        this.#watch();
        this.#send(connection, request, handler);
      }
    };
    this.#connect(target, dialled, reader);
  }

  /** In a scope of its own, like the reader: the timer lives as long as any connection. */
  #watch(): void {
    this.#timer ??= setInterval(() => this.#check(), checkMs).unref();
  }

  #check(): void {
    const now = this.clock.monotonic();
    for (const connection of this.#all) connection.check(now);
  }
}

/**
 * Hands what is read to a connection that is made only then. In a scope of its own: a socket keeps its reader for as long as it
 * lives, and a closure keeps what others in its scope name, which would be the call that the connection was dialled for.
 * That call knows connections from before, and they theirs: a chain without an end.
 */
function lateReader(): SocketReader & { connection: HttpConnection | undefined } {
  const reader: ReturnType<typeof lateReader> = {
    connection: undefined,
    read: (bytes) => reader.connection?.read(bytes) ?? true,
    room: () => reader.connection?.room,
  };
  return reader;
}
