import { type ChainKey, chainKey } from '../../audit/index.ts';

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
