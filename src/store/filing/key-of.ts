import { type ChainKey, chainKey } from '../../audit/index.ts';
import { SealError } from '../../seal/index.ts';

/** @throws Error when the ring lacks the key that the writer's chain was begun under */
export function keyOf(keys: ReadonlyMap<string, Uint8Array>, id: string, writer: string): ChainKey {
  const key = keys.get(id);
  if (key === undefined) {
    throw new Error(
      `the records of ${writer} were kept under the secret key ${id}, which is not the one given; ` +
        'give that key too, after the current one',
    );
  }
  return chainKey(key, writer);
}

/** What a walk through the chains asks for keys, where they are derived already. @throws SealError when the ring lacks one */
export function chainKeyRing(keys: ReadonlyMap<string, Uint8Array>, current: string) {
  return {
    subkey: (_purpose: string, id: string = current): Buffer => {
      const key = keys.get(id);
      if (key === undefined) throw new SealError(`the secret key ${id} is not in the key ring`);
      return Buffer.from(key);
    },
  };
}
