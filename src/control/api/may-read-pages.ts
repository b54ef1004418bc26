import { digestOf, isOver, roleMay, roleOf } from '../../accounts/index.ts';
import type { Control } from '../control.ts';
import { sessionCookie } from './session-cookie.ts';

/**
 * Whether a browser that sent this cookie may read the catalogue's pages, which are the same for everybody who may read
 * them and change nothing. It is the one thing that a cookie opens alone: whoever follows a link has nothing else to send.
 *
 * @param cookie the `Cookie` header
 */
export async function mayReadPages(cookie: string | undefined, { sql, clock, services }: Control): Promise<boolean> {
  const value = sessionCookie(cookie, services);
  if (value === undefined) return false;
  const row = await sql
    .selectFrom('user_session')
    .innerJoin('user_account', 'user_account.id', 'user_session.user_id')
    .select(['user_session.created_at', 'user_session.used_at', 'user_account.role', 'user_account.state'])
    .where('cookie_digest', '=', digestOf(value))
    .executeTakeFirst();
  if (row === undefined || row.state !== 'active') return false;
  return (
    roleMay(roleOf(row.role), 'catalog:read') &&
    !isOver({ createdAt: row.created_at, usedAt: row.used_at }, clock.now())
  );
}
