import { openOrigin, type Resolve } from '../egress/index.ts';
import type { Clock } from '../kernel/index.ts';

export interface PostOptions {
  readonly allowPrivate: boolean;
  readonly clock: Pick<Clock, 'monotonic'>;
  /** From then on nobody waits for the answer. */
  readonly stopped?: AbortSignal | undefined;
  /** Hears of an exception while an answer was taken in: the message fails by it, and says no more of it than that. */
  readonly fault: (thrown: unknown) => void;
  /** So much of the answer is read, at most; nothing when absent. */
  readonly mostAnswerBytes?: number;
  /** In place of the system's resolver; for tests. */
  readonly resolve?: Resolve;
}

export interface PostResponse {
  readonly status: number;
  /** How long the receiver asks to be left alone (`Retry-After`), in seconds or as a date. */
  readonly retryAfter: string | undefined;
  /** As far as it was read. */
  readonly body: string;
}

const timeouts = { connectMs: 10_000, firstByteMs: 20_000, idleMs: 20_000 };
/** All of it: whoever answers a byte at a time holds up no other message for longer. */
const wholeMs = 45_000;

/**
 * Posts JSON through the only door out. No redirect is followed.
 *
 * @param headers names and values in turn
 * @throws AddressRefused, ResponseFault, or what the dial came to
 */
export async function post(
  url: string,
  headers: readonly string[],
  body: string,
  options: PostOptions,
): Promise<PostResponse> {
  const { pathname, search, origin: base } = new URL(url);
  const origin = openOrigin(new URL(base), { ...options, timeouts });
  const { promise, resolve, reject } = Promise.withResolvers<PostResponse>();
  const most = options.mostAnswerBytes ?? 0;
  const chunks: Buffer[] = [];
  let size = 0;
  let head: Omit<PostResponse, 'body'> = { status: 0, retryAfter: undefined };
  const done = (): void => resolve({ ...head, body: Buffer.concat(chunks).toString('utf8') });
  const late = setTimeout(() => reject(new Error('the receiver took too long to answer')), wholeMs);
  const stop = (): void => reject(new Error('the gateway has stopped'));
  options.stopped?.addEventListener('abort', stop);
  if (options.stopped?.aborted === true) stop();
  try {
    origin.dispatch(
      {
        method: 'POST',
        path: pathname + search,
        headers: ['content-type', 'application/json', 'user-agent', 'toolgate', ...headers],
        body: Buffer.from(body),
      },
      {
        onRequestStart: () => undefined,
        onResponseStart: (status, headers) => {
          const { 'retry-after': after } = headers;
          head = { status, retryAfter: typeof after === 'string' ? after : undefined };
          if (most === 0) done();
        },
        onResponseData: (chunk) => {
          if (size < most) chunks.push(chunk.subarray(0, most - size));
          size += chunk.length;
          if (size >= most) done();
        },
        onResponseEnd: done,
        onResponseError: reject,
      },
    );
    return await promise;
  } finally {
    clearTimeout(late);
    options.stopped?.removeEventListener('abort', stop);
    await origin.destroy();
  }
}
