import type { Role } from '../../../accounts/index.ts';
import type { VerbContext } from '../../define-verb.ts';
import type { User } from './user.ts';

/**
 * Adds a user.
 *
 * @param password the hash
 * @throws SqlError `unique` when there is one with this address
 */
export async function addUser(
  { tx, ids, now }: VerbContext,
  { email, name, role, password }: { email: string; name: string; role: Role; password: string },
): Promise<User> {
  const id = ids.id();
  await tx
    .insertInto('user_account')
    .values({ id, email, name, role, state: 'active', password, created_at: now, signed_in_at: now })
    .execute();
  return { id, email, name, role, state: 'active', secondFactor: false, createdAt: now, lastSignInAt: now };
}
