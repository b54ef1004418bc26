import { createHmac } from 'node:crypto';
import { type KeyRing, open, seal } from '../../seal/index.ts';

/**
 * What seals and opens the arguments that a request keeps, and keys what is found by a digest of them. A digest without a key is
 * as good as a short secret among the arguments for whoever reads the database: they try all there can be.
 */
export interface ArgumentSeal {
  seal(plaintext: string, context: string): string;
  /** @throws SealError */
  open(envelope: string, context: string): string;
  /** @returns what stands for a digest, under the current key first and then under those before it */
  keyed(digest: string): readonly [string, ...string[]];
}

/** What the arguments of a request are sealed for. */
export function sealContext(id: string): string {
  return `approval/${id}/arguments`;
}

export function argumentSeal(keys: KeyRing): ArgumentSeal {
  const keyed = (digest: string, key: string): string =>
    `${key}.${createHmac('sha256', keys.subkey('asked-calls', key)).update(digest).digest('hex')}`;
  return {
    seal: (plaintext, context) => seal(keys, 'captured-arguments', Buffer.from(plaintext), context),
    open: (envelope, context) => open(keys, 'captured-arguments', envelope, context).toString('utf8'),
    keyed: (digest) => {
      const before = keys.ids.filter((key) => key !== keys.current);
      return [keyed(digest, keys.current), ...before.map((key) => keyed(digest, key))];
    },
  };
}
