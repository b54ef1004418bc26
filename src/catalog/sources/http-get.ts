import { AddressRefused, type Origin, openOrigin, type ResponseHeaders } from '../../egress/index.ts';
import type { Clock } from '../../kernel/index.ts';

/** Why a source could not be read; the message is for the operator. */
export class FetchFault extends Error {
  override readonly name = 'FetchFault';
  /** What the source answered, where it answered and refused. */
  readonly status: number | undefined;

  constructor(message: string, status?: number) {
    super(message);
    this.status = status;
  }
}

export interface HttpGetOptions {
  readonly clock: Pick<Clock, 'monotonic' | 'now'>;
  readonly allowPrivate: boolean;
  /** Waits; tests do not. */
  readonly pause: (ms: number) => Promise<void>;
  readonly userAgent: string;
  /** Hears of an exception while an answer was taken in. */
  readonly fault: (thrown: unknown) => void;
}

export interface Got {
  readonly status: number;
  readonly headers: ResponseHeaders;
  readonly body: Buffer;
}

const mostBytes = 32 * 1024 * 1024;
const mostTries = 5;
const longestWaitMs = 300_000;
const timeouts = { connectMs: 10_000, firstByteMs: 30_000, idleMs: 30_000 };

/** Asks one origin politely: one request at a time, again when it says when, never elsewhere than asked. */
export class HttpGet {
  readonly #origin: Origin;
  readonly #options: HttpGetOptions;
  readonly #host: string;

  /** @throws FetchFault for a URL that cannot be asked */
  constructor(base: URL, options: HttpGetOptions) {
    this.#options = options;
    this.#host = base.host;
    try {
      const { allowPrivate, clock, fault } = options;
      this.#origin = openOrigin(base, { allowPrivate, timeouts, clock, fault });
    } catch (error) {
      throw new FetchFault(error instanceof Error ? error.message : String(error));
    }
  }

  /**
   * @param path with its query
   * @returns 200 or 304
   * @throws FetchFault after five tries, and at once for what another try does not mend
   */
  async get(path: string, headers: readonly string[] = []): Promise<Got> {
    for (let tried = 1; ; tried++) {
      const got = await this.#once(path, headers).catch((error: unknown) => {
        // What may not be dialled may not be dialled a second later.
        if (error instanceof FetchFault || error instanceof AddressRefused || tried === mostTries) {
          throw this.#fault(error);
        }
        return undefined;
      });
      if (got?.status === 200 || got?.status === 304) return got;
      if (got !== undefined && got.status !== 429 && got.status < 500) {
        const why =
          got.status >= 300 && got.status < 400 ? 'redirects, which is not followed' : `answers ${got.status}`;
        throw new FetchFault(`${this.#host} ${why} for ${path}`, got.status);
      }
      if (tried === mostTries) throw new FetchFault(`${this.#host} answers ${got?.status ?? 'nothing'} for ${path}`);
      const wait = got === undefined ? undefined : retryAfter(got.headers['retry-after'], this.#options.clock.now());
      await this.#options.pause(Math.min(wait ?? 1_000 * 2 ** (tried - 1), longestWaitMs));
    }
  }

  async close(): Promise<void> {
    await this.#origin.destroy();
  }

  #once(path: string, headers: readonly string[]): Promise<Got> {
    const { promise, resolve, reject } = Promise.withResolvers<Got>();
    const chunks: Buffer[] = [];
    let size = 0;
    let head: Pick<Got, 'status' | 'headers'> | undefined;
    let stop: (() => void) | undefined;
    this.#origin.dispatch(
      {
        method: 'GET',
        path,
        headers: ['accept', 'application/json', 'user-agent', this.#options.userAgent, ...headers],
      },
      {
        onRequestStart: (controller) => {
          stop = () => controller.abort();
        },
        onResponseStart: (status, given) => {
          head = { status, headers: given };
        },
        onResponseData: (chunk) => {
          size += chunk.length;
          chunks.push(chunk);
          if (size <= mostBytes) return;
          stop?.();
          reject(new FetchFault(`${this.#host} sends more than ${mostBytes} bytes for ${path}`));
        },
        onResponseEnd: () => {
          if (head === undefined) reject(new Error('no answer'));
          else resolve({ ...head, body: Buffer.concat(chunks) });
        },
        onResponseError: reject,
      },
    );
    return promise;
  }

  #fault(error: unknown): FetchFault {
    if (error instanceof FetchFault) return error;
    if (error instanceof AddressRefused) {
      return new FetchFault(`${this.#host} has an address that is not public; --allow-private lets it`);
    }
    return new FetchFault(`${this.#host} cannot be reached: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Milliseconds that a server asks to wait: seconds or a date. */
function retryAfter(value: string | string[] | undefined, now: number): number | undefined {
  if (typeof value !== 'string') return undefined;
  // However many digits: a bare number would be a year to what reads dates.
  if (/^\d+$/.test(value)) return Number(value) * 1_000;
  const at = Date.parse(value);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now);
}
