import { z } from 'zod';
import { absoluteMs, digestOf, idleMs } from '../../../accounts/index.ts';
import type { Sql } from '../../../store/index.ts';
import type { VerbContext } from '../../define-verb.ts';
import { idField, timeField } from '../../fields.ts';
import { userShape } from '../user/user.ts';

/** A session as its owner sees it. */
export const sessionShape = z.strictObject({
  id: idField,
  createdAt: timeField,
  lastUsedAt: timeField,
  /** When it ends at the latest. */
  endsAt: timeField,
  address: z.string(),
  userAgent: z.string(),
  current: z.boolean(),
});

/** What opens a session: the cookie goes into the browser, the token into the page's memory. Neither alone opens anything. */
export const openedShape = z.strictObject({ token: z.string(), cookie: z.string(), user: userShape });

/** What a sign-in gives: a session, and what says of the browser that it was here. */
export const signedInShape = openedShape.extend({ device: z.string() });

/** What says so, as the browser sent it; empty where it has none. */
export const deviceField = z.string().max(1_000).default('');

interface SessionRow {
  readonly id: string;
  readonly created_at: number;
  readonly used_at: number;
  readonly address: string;
  readonly user_agent: string;
}

export function sessionOf(row: SessionRow, current: string | undefined): z.input<typeof sessionShape> {
  return {
    id: row.id,
    createdAt: row.created_at,
    lastUsedAt: row.used_at,
    endsAt: row.created_at + absoluteMs,
    address: row.address,
    userAgent: row.user_agent,
    current: row.id === current,
  };
}

/**
 * Begins a session and records it. Sessions that are over are swept on the way.
 *
 * @param who for the record, where nobody is signed in who would be named there already
 */
export async function beginSession(
  { tx, ids, now, address, event }: VerbContext,
  userId: string,
  userAgent: string,
  who: { readonly email?: string } = {},
): Promise<{ token: string; cookie: string; session: string }> {
  await tx
    .deleteFrom('user_session')
    .where((x) => x.or([x('created_at', '<=', now - absoluteMs), x('used_at', '<=', now - idleMs)]))
    .execute();
  const session = ids.id();
  const cookie = ids.secret('');
  const token = ids.secret('tgs_');
  await tx
    .insertInto('user_session')
    .values({
      id: session,
      user_id: userId,
      cookie_digest: digestOf(cookie),
      token_digest: digestOf(token),
      created_at: now,
      used_at: now,
      address: address ?? '',
      user_agent: userAgent,
    })
    .execute();
  event({ ...who, user: userId, session }, 'session.begin');
  return { token, cookie, session };
}

/** Ends every session of a user, the one that asks included: after a change of what opens one. */
export async function endSessionsOf(tx: Sql, userId: string): Promise<void> {
  await tx.deleteFrom('user_session').where('user_id', '=', userId).execute();
}

/** The browser that asks: for the list of sessions, never for a decision. */
export const userAgentField = z
  .string()
  .max(2_000)
  .default('')
  .transform((text) => text.slice(0, 200));
