import type { Ports, Sessions } from '../gateway/index.ts';
import type { Configurator } from '../snapshot/index.ts';
import type { Store } from '../store/index.ts';
import { keepCheckpoints } from './checkpoints.ts';
import type { GatewayOptions } from './composed.ts';
import { keepRetention } from './retention.ts';

const reapMs = 60_000;
const expiryMs = 5_000;

/**
 * What a gateway does of itself while it runs: it lets go of sessions that nobody uses and of those whose grant has expired,
 * removes old records, and ties the chains of its records together.
 *
 * @returns ends it
 */
export function keepUp(
  store: Store,
  { clock, journal, stateless }: Pick<Ports, 'clock' | 'journal' | 'stateless'>,
  sessions: Sessions,
  configurator: Configurator,
  { shared, log }: GatewayOptions,
): () => void {
  const audit = () => configurator.declared.audit;
  const onError = (error: unknown): void => log.warn({ error }, 'old records could not be removed');
  // Of processes that share a folder none removes what another has written.
  const endRetention = shared === undefined ? keepRetention(store, journal, clock, audit, onError) : undefined;
  const endCheckpoints = keepCheckpoints(store, journal, clock, (message, fields) => log.warn(fields, message));
  const reaper = setInterval(() => {
    void sessions.reap();
    // Other gateways are told when a session ends; one that was cut off then hears of it here.
    sessions.endEnded().catch((error: unknown) => log.warn({ error }, 'ended sessions could not be looked for'));
  }, reapMs).unref();
  // Calls of a grant that has expired are refused by the clock; this ends the streams that it still has open.
  const expiry = setInterval(() => {
    for (const held of [sessions, stateless]) void held.keepOnly(configurator.current);
  }, expiryMs).unref();
  return () => {
    endRetention?.();
    endCheckpoints();
    clearInterval(reaper);
    clearInterval(expiry);
  };
}
