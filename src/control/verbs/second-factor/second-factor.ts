import type { Sealer } from '../../sealer.ts';

/** What the envelope of a secret belongs to. */
export function secretContext(userId: string): string {
  return JSON.stringify(['second_factor', userId, 'secret']);
}

/** @throws SealError */
export function secretOf(seal: Sealer, factor: { readonly user_id: string; readonly secret: string }): Buffer {
  return seal.open('second-factor', factor.secret, secretContext(factor.user_id));
}
