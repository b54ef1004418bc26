import { z } from 'zod';
import { checkTotp, recoveryDigest } from '../../../accounts/index.ts';
import type { VerbContext } from '../../define-verb.ts';
import { secretOf } from './second-factor.ts';

/** What proves a second factor: a code of the authenticator, or a recovery code. */
export const factorFields = {
  totp: z
    .string()
    .regex(/^\d{6}$/, 'must be six digits')
    .optional(),
  recoveryCode: z.string().max(64).optional(),
};

export interface FactorProof {
  readonly totp?: string | undefined;
  readonly recoveryCode?: string | undefined;
}

/** Takes a code, once: what was taken is gone with this transaction. */
export async function takeCode(
  { tx, seal, now }: Pick<VerbContext, 'tx' | 'seal' | 'now'>,
  userId: string,
  { totp, recoveryCode }: FactorProof,
): Promise<boolean> {
  if (totp !== undefined) {
    const factor = await tx.selectFrom('second_factor').selectAll().where('user_id', '=', userId).executeTakeFirst();
    if (factor?.state !== 'active') return false;
    const step = checkTotp(secretOf(seal, factor), totp, now, factor.last_step);
    if (step === undefined) return false;
    await tx.updateTable('second_factor').set({ last_step: step }).where('user_id', '=', userId).execute();
    return true;
  }
  const { numDeletedRows } = await tx
    .deleteFrom('recovery_code')
    .where('user_id', '=', userId)
    .where('digest', '=', recoveryDigest(recoveryCode ?? ''))
    .executeTakeFirst();
  return numDeletedRows === 1n;
}
