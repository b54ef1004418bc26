import { openOrigin, type Resolve } from '../egress/index.ts';
import type { Clock } from '../kernel/index.ts';

export interface PostOptions {
  readonly allowPrivate: boolean;
  readonly clock: Pick<Clock, 'monotonic'>;
  /** In place of the system's resolver; for tests. */
  readonly resolve?: Resolve;
}

const timeouts = { connectMs: 10_000, firstByteMs: 20_000, idleMs: 20_000 };

/**
 * Posts JSON through the only door out. Nothing of the answer is read but its status, and no redirect is followed.
 *
 * @param headers names and values in turn
 * @returns the status
 * @throws AddressRefused, ResponseFault, or what the dial came to
 */
export async function post(
  url: string,
  headers: readonly string[],
  body: string,
  options: PostOptions,
): Promise<number> {
  const { pathname, search, origin: base } = new URL(url);
  const origin = openOrigin(new URL(base), { ...options, timeouts });
  const { promise, resolve, reject } = Promise.withResolvers<number>();
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
        onResponseStart: (status) => resolve(status),
        onResponseData: () => undefined,
        onResponseEnd: () => undefined,
        onResponseError: reject,
      },
    );
    return await promise;
  } finally {
    await origin.destroy();
  }
}
