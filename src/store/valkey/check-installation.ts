import { type KeyRing, open, seal } from '../../seal/index.ts';
import type { ValkeyConnection } from './connect-valkey.ts';

/**
 * Whether the gateways that share this server share their secret key, too: sessions, continuations and letters of one must
 * open at the others. The first gateway leaves an envelope that those who come must be able to open.
 *
 * @throws with a sentence for the operator
 */
export async function checkInstallation(connection: ValkeyConnection, prefix: string, ring: KeyRing): Promise<void> {
  const name = `${prefix}installation`;
  const own = seal(ring, 'letter', Buffer.from('toolgate'), name);
  const there = await connection.call('SET', name, own, 'NX', 'GET');
  if (there === null) return;
  const envelope = typeof there === 'string' ? there : '';
  try {
    open(ring, 'letter', envelope, name);
  } catch (cause) {
    const message =
      'the gateways that count here have another secret key. All gateways of an installation need the same TOOLGATE_SECRET_KEY; another installation needs another database (redis://host:port/1).';
    throw new Error(message, { cause });
  }
  // A key that was rotated out must not be needed for ever.
  if (!envelope.startsWith(`tgs1.${ring.current}.`)) await connection.call('SET', name, own);
}
