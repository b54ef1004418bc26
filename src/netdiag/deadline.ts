import type { ToolContext } from './tool.ts';

/** A signal that fires when the caller cancels or when `ms` milliseconds have passed, whichever comes first. */
export function deadlineOf(context: ToolContext, ms: number): AbortSignal {
  return AbortSignal.any([context.signal, AbortSignal.timeout(ms)]);
}

/** Waits for what cannot be cancelled, but not past the deadline; rejects with the deadline's reason then. */
export async function within<T>(deadline: AbortSignal, work: Promise<T>): Promise<T> {
  deadline.throwIfAborted();
  const { promise, reject } = Promise.withResolvers<never>();
  const onAbort = (): void => reject(deadline.reason);
  deadline.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([work, promise]);
  } finally {
    deadline.removeEventListener('abort', onAbort);
  }
}
