import type { RecordedCall } from '../calls/recorded-call.ts';

/**
 * The most calls that one grant made in any interval as long as a window. An amount counts a sixtieth longer than its
 * window, and so it does here.
 *
 * @param calls in the order of time
 */
export function peakRate(calls: readonly RecordedCall[], windowMs: number): number {
  const length = Math.ceil((windowMs * 61) / 60) + 1;
  const byGrant = new Map<string, { readonly times: number[]; first: number }>();
  let peak = 0;
  for (const { context } of calls) {
    const seen = byGrant.get(context.grant.id) ?? { times: [], first: 0 };
    byGrant.set(context.grant.id, seen);
    seen.times.push(context.now);
    while ((seen.times[seen.first] ?? context.now) <= context.now - length) seen.first += 1;
    peak = Math.max(peak, seen.times.length - seen.first);
  }
  return peak;
}
