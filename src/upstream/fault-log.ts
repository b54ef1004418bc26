import type { Clock } from '../kernel/index.ts';
import { rateCap } from './rate-cap.ts';
import type { UpstreamLog } from './upstream-event.ts';

/** What a server says may bring the same fault about again and again. */
const faultsPerSecond = 10;

/** @returns tells the operator of an exception that was caught where a server's words are heard */
export function faultLog(
  server: string,
  deps: { readonly clock: Pick<Clock, 'monotonic'>; readonly log: UpstreamLog },
): (thrown: unknown) => void {
  const mayLog = rateCap(deps.clock, faultsPerSecond);
  return (error) => {
    const detail = 'what the server said could not be taken in';
    if (mayLog()) deps.log({ server, level: 'error', event: 'fault', detail, error });
  };
}
