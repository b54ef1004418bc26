import type { Redis } from 'ioredis';

/** Nothing of the client library but this is used: one connection, whose end is told once. */
export interface ValkeyConnection {
  readonly redis: Redis;
  /** Sends a command and waits for its answer so long. @throws when there is none, or it is an error */
  call(command: string, ...args: (string | number | Buffer)[]): Promise<unknown>;
  /** Told once, when nothing can be asked any more. */
  onEnd(told: (cause: unknown) => void): void;
  /** @param cause why, for whoever waits to be told */
  end(cause?: unknown): void;
}

export interface ValkeyAddress {
  /** `redis://` or `rediss://` (TLS), with user, password and database where there are any. */
  readonly url: string;
  /** How long an answer may take, in ms. */
  readonly answerMs: number;
}

/**
 * Opens one connection. It is not opened again by itself: who comes back to a server must look at it first. The library is
 * loaded by the first.
 *
 * @throws when the server cannot be reached or does not let us in; no message holds the address's password
 */
export async function connectValkey({ url, answerMs }: ValkeyAddress): Promise<ValkeyConnection> {
  const { Redis: Client } = await import('ioredis');
  const redis = new Client(url, {
    protocol: 2,
    lazyConnect: true,
    enableOfflineQueue: false,
    enableReadyCheck: false,
    autoResubscribe: false,
    autoResendUnfulfilledCommands: false,
    disableClientInfo: true,
    maxRetriesPerRequest: 0,
    retryStrategy: null,
    connectTimeout: answerMs,
    keepAlive: 5_000,
  });
  let ended: unknown;
  const told: ((cause: unknown) => void)[] = [];
  const end = (cause: unknown): void => {
    if (ended !== undefined) return;
    ended = cause;
    redis.disconnect();
    for (const tell of told) tell(cause);
  };
  let last: unknown;
  redis.on('error', (error: unknown) => {
    last = error;
  });
  redis.on('close', () => end(last ?? new Error('the server closed the connection')));
  const connection: ValkeyConnection = {
    redis,
    call: (command, ...args) => inTime(redis.call(command, ...args), answerMs, command),
    onEnd: (tell) => {
      if (ended === undefined) told.push(tell);
      else tell(ended);
    },
    end: (cause = new Error('the connection was ended')) => end(cause),
  };
  try {
    await inTime(redis.connect(), answerMs, 'connect');
    return connection;
  } catch (error) {
    connection.end();
    throw last ?? error;
  }
}

async function inTime<T>(answer: Promise<T>, ms: number, what: string): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`no answer to ${what} within ${ms} ms`)), ms);
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
    // Whoever is late may fail as it likes.
    answer.catch(() => undefined);
  }
}
