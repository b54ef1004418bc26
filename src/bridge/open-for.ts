import type { Clock } from '../kernel/index.ts';
import type { Era, Upstream, UpstreamSession } from '../upstream/index.ts';
import type { Mailbox } from './mailbox/mailbox.ts';
import { defaultTiming, type Timing } from './timing.ts';

export interface BridgeDeps {
  readonly mailbox: Mailbox;
  readonly timing?: Timing;
  readonly clock: Pick<Clock, 'now'>;
}

/**
 * A conversation with a server in the client's own era: with the server itself where it is of that era, else by the
 * bridge between the two. Nothing above sees the difference, and a bridge is loaded only where one is needed.
 *
 * @param client the era that will be spoken in the conversation
 * @param spoken the one that the server speaks (`Upstream.era`)
 */
export async function openFor(
  server: Upstream,
  client: Era,
  spoken: Era,
  { mailbox, clock, timing = defaultTiming }: BridgeDeps,
): Promise<UpstreamSession> {
  if (client === spoken) return server.open(spoken);
  if (client === 'legacy') {
    const { LegacyToModern } = await import('./legacy-to-modern/legacy-to-modern.ts');
    return new LegacyToModern(server.slug, server.open('modern'), timing, () => clock.now());
  }
  const { ModernToLegacy } = await import('./modern-to-legacy/modern-to-legacy.ts');
  return new ModernToLegacy(server, { mailbox, timing });
}
