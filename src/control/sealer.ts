import { type KeyRing, open, type Purpose, seal } from '../seal/index.ts';

/** Seals and opens what verbs keep, under the installation's keys. */
export interface Sealer {
  /** @param context what it belongs to: tenant, table, id and field; it opens with the same context only */
  seal(purpose: Purpose, plaintext: string | Uint8Array, context: string): string;
  /** @throws SealError */
  open(purpose: Purpose, envelope: string, context: string): Buffer;
  /** @returns the same under the current key; `undefined` when it is already. @throws SealError */
  reseal(purpose: Purpose, envelope: string, context: string): string | undefined;
}

export function sealerOf(ring: KeyRing): Sealer {
  return {
    seal: (purpose, plaintext, context) =>
      seal(ring, purpose, typeof plaintext === 'string' ? Buffer.from(plaintext) : plaintext, context),
    open: (purpose, envelope, context) => open(ring, purpose, envelope, context),
    reseal: (purpose, envelope, context) => {
      const plaintext = open(ring, purpose, envelope, context);
      if (envelope.split('.', 2)[1] === ring.current) return undefined;
      return seal(ring, purpose, plaintext, context);
    },
  };
}
