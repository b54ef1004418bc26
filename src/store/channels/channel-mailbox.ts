import type { Mailbox } from '../../bridge/index.ts';
import { newId } from '../../kernel/index.ts';
import { type KeyRing, open, seal } from '../../seal/index.ts';
import type { Channels } from './channels.ts';

/** How long a holder has to confirm a letter, in ms. */
const confirmMs = 1_000;
/** An id: so many characters. */
const idLength = newId().length;

/**
 * Letters between the gateways of one installation. An address is a channel; a letter is sealed for it, so that the server
 * in between can neither read nor write one; whoever holds the address confirms that the letter has come.
 *
 *     letter: <id> <where to confirm> <envelope>      confirmation: <id>
 */
export function channelMailbox(channels: Pick<Channels, 'listen' | 'say'>, ring: KeyRing): Mailbox & { close(): void } {
  const own = newId();
  const unconfirmed = new Map<string, () => void>();
  const endConfirmations = channels.listen(`confirmed:${own}`, (bytes) =>
    unconfirmed.get(bytes.toString('latin1'))?.(),
  );
  /** @returns `undefined` for what none of our gateways has written */
  const read = (address: string, envelope: Buffer): Buffer | undefined => {
    try {
      return open(ring, 'letter', envelope.toString('latin1'), address);
    } catch {
      return undefined;
    }
  };
  return {
    hold: (address, take) =>
      channels.listen(`letters:${address}`, (bytes) => {
        const id = bytes.toString('latin1', 0, idLength);
        const from = bytes.toString('latin1', idLength, 2 * idLength);
        const letter = read(address, bytes.subarray(2 * idLength));
        if (letter === undefined) return;
        channels.say(`confirmed:${from}`, Buffer.from(id, 'latin1')).catch(() => undefined);
        take(letter);
      }),
    async post(address, letter) {
      const id = newId();
      const written = Buffer.from(id + own + seal(ring, 'letter', letter, address), 'latin1');
      const { promise: confirmed, resolve } = Promise.withResolvers<boolean>();
      unconfirmed.set(id, () => resolve(true));
      const timer = setTimeout(() => resolve(false), confirmMs);
      try {
        if ((await channels.say(`letters:${address}`, written)) === 0) return false;
        return await confirmed;
      } catch {
        return false;
      } finally {
        clearTimeout(timer);
        unconfirmed.delete(id);
      }
    },
    close: endConfirmations,
  };
}
