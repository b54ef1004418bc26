import { type KeyRing, open, type Purpose, seal } from '../seal/index.ts';

/** Seals and opens what verbs keep, under the installation's keys. */
export interface Sealer {
  /** @param context what it belongs to: tenant, table, id and field; it opens with the same context only */
  seal(purpose: Purpose, plaintext: string | Uint8Array, context: string): string;
  /** @throws SealError */
  open(purpose: Purpose, envelope: string, context: string): Buffer;
}

export function sealerOf(ring: KeyRing): Sealer {
  return {
    seal: (purpose, plaintext, context) =>
      seal(ring, purpose, typeof plaintext === 'string' ? Buffer.from(plaintext) : plaintext, context),
    open: (purpose, envelope, context) => open(ring, purpose, envelope, context),
  };
}
