import type { Replicas } from '../../gateway/index.ts';
import { newId } from '../../kernel/index.ts';
import { type KeyRing, open, seal } from '../../seal/index.ts';
import type { Channels } from './channels.ts';

const everyone = 'ended';

/** What gateways tell each other of sessions: sealed, and by name of who says it, since a speaker hears itself, too. */
export function channelReplicas(channels: Channels, ring: KeyRing): Replicas {
  const own = newId();
  const listen = (channel: string, take: (bytes: Buffer) => void): (() => void) =>
    channels.listen(channel, (bytes) => {
      const from = bytes.toString('latin1', 0, own.length);
      if (from === own) return;
      try {
        take(open(ring, 'letter', bytes.toString('latin1', own.length), channel));
      } catch {
        // None of our gateways has written it.
      }
    });
  const say = (channel: string, bytes: Buffer): void => {
    // Whoever waits for it is told nothing, as when a client's message is lost on its way.
    channels.say(channel, Buffer.from(own + seal(ring, 'letter', bytes, channel), 'latin1')).catch(() => undefined);
  };
  return {
    join: (digest, take) => listen(`session:${digest}`, take),
    pass: (digest, message) => say(`session:${digest}`, message),
    ended: (digest) => say(everyone, Buffer.from(digest, 'latin1')),
    onEnded: (take) => void listen(everyone, (bytes) => take(bytes.toString('latin1'))),
  };
}
